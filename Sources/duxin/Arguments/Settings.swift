import Foundation
import Yams

/// What the user set, by the order flags > environment (`DUXIN_*`) > configuration file > defaults.
struct Settings {
  private let file: [String: String]
  private let environment: [String: String]

  /// Reads the configuration file.
  ///
  /// - Parameter path: as named with `--config` or `DUXIN_CONFIG`; nil takes `duxin.yaml` where there is one.
  /// - Throws: ``Failure`` for a file that cannot be read, is no YAML mapping, or holds an unknown key.
  init(path: String?, environment: [String: String] = ProcessInfo.processInfo.environment) throws {
    self.environment = environment
    let named = path ?? environment["DUXIN_CONFIG"]
    guard let name = named ?? (FileManager.default.fileExists(atPath: "duxin.yaml") ? "duxin.yaml" : nil) else {
      file = [:]
      return
    }
    guard let text = try? String(contentsOfFile: name, encoding: .utf8) else {
      throw Failure(message: "\(name): the configuration cannot be read as UTF-8 text")
    }
    file = try Self.values(of: text, name: name)
  }

  /// The value of a setting as text: `db`, or `warn-after`.
  func text(_ key: String, _ flag: String?) -> String? {
    flag ?? environment["DUXIN_" + key.uppercased().replacingOccurrences(of: "-", with: "_")] ?? file[key]
  }

  /// A switch: on by its flag, or by `true`, `yes`, `on`, `1` elsewhere.
  func isOn(_ key: String, _ flag: Bool) -> Bool {
    flag || ["true", "yes", "on", "1"].contains(text(key, nil)?.lowercased() ?? "")
  }

  /// A whole number from a lower bound on.
  func number(_ key: String, _ flag: Int?, from least: Int) throws -> Int? {
    guard let text = text(key, flag.map(String.init)) else { return nil }
    guard let number = Int(text), number >= least else {
      throw Failure(message: "\(key) is a whole number from \(least) on, not '\(text)'", status: Failure.usage)
    }
    return number
  }

  /// Every key that the file may hold.
  static let keys: Set<String> = [
    "db", "out", "key", "paths", "format", "preset", "map", "encoding", "tz", "shop", "channel", "rejects",
    "max-rejects", "strict", "no-redact", "workers", "quiet", "json-log", "period", "audience", "report-format",
    "excel", "lang", "rules", "model", "unsure-below", "warn-after", "error-after", "file-date", "lock-timeout",
    "business-hours",
  ]

  private static func values(of text: String, name: String) throws -> [String: String] {
    let node: Node?
    do { node = try compose(yaml: text, .basic) } catch let error as YamlError {
      throw Failure(message: "\(name): \(place(of: error)) is no YAML; see duxin init")
    }
    guard let node else { return [:] }
    guard let mapping = node.mapping else { throw Failure(message: "\(name): is no list of 'key: value' lines") }
    var values: [String: String] = [:]
    for (key, value) in mapping {
      let line = key.mark.map { "\(name):\($0.line)" } ?? name
      guard let key = key.string, keys.contains(key) else {
        throw Failure(message: "\(line): unknown key; there are \(keys.sorted().joined(separator: ", "))")
      }
      if let scalar = value.scalar {
        values[key] = scalar.string
      } else if let list = value.sequence {
        values[key] = list.compactMap(\.string).joined(separator: key == "paths" ? "\n" : ",")
      } else if let pairs = value.mapping {
        values[key] = pairs.compactMap { pair in
          pair.key.string.flatMap { name in pair.value.string.map { "\(name)=\($0)" } }
        }.joined(separator: ",")
      }
    }
    return values
  }

  private static func place(of error: YamlError) -> String {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): "line \(mark.line)"
    default: "the file"
    }
  }
}
