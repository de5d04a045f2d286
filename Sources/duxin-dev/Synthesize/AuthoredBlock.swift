import Foundation

/// What is wrong in an authored file, with its place.
struct AuthoringError: Error, CustomStringConvertible {
  var description: String

  init(_ place: AuthoredBlock.Place, _ message: String) { description = "\(place.file):\(place.line): \(message)" }
}

/// One block of an authored file: `== name`, then `key: value` lines, then the lines of a chat.
///
/// A key begins with a small letter, a line of a chat with a capital or `~`; `#` begins a comment. The fields of a
/// block named `*` stand in for those that later blocks of its file lack.
struct AuthoredBlock {
  /// A file and a line from 1.
  struct Place {
    var file: String
    var line: Int
  }

  struct Line {
    var place: Place
    var text: String
  }

  var name: String
  var place: Place
  private(set) var fields: [(key: String, value: Line)] = []
  private(set) var chat: [Line] = []

  /// The blocks of all files of a folder that end in `.txt`, by file name.
  static func read(folder: URL) throws -> [AuthoredBlock] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }
    return try names.sorted().flatMap { try read(file: folder.appending(path: $0)) }
  }

  static func read(file: URL) throws -> [AuthoredBlock] {
    var blocks: [AuthoredBlock] = []
    var fallback: [(key: String, value: Line)] = []
    let text = try String(contentsOf: file, encoding: .utf8)
    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let place = Place(file: file.lastPathComponent, line: index + 1)
      let line = raw.trimmingCharacters(in: .whitespaces)
      guard let first = line.unicodeScalars.first, first != "#" else { continue }
      if line.hasPrefix("== ") {
        if let last = blocks.last, last.name == "*" { fallback = blocks.removeLast().fields }
        blocks.append(AuthoredBlock(name: String(line.dropFirst(3)), place: place))
      } else if blocks.isEmpty {
        throw AuthoringError(place, "stands before the first `== name`")
      } else if first == "~" || ("A"..."Z").contains(first) {
        blocks[blocks.count - 1].chat.append(Line(place: place, text: line))
      } else if let colon = line.firstIndex(of: ":") {
        let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        blocks[blocks.count - 1].fields.append((String(line[..<colon]), Line(place: place, text: value)))
      } else {
        throw AuthoringError(place, "is neither `key: value` nor a line of a chat")
      }
    }
    for index in blocks.indices { blocks[index].fields += fallback }
    return blocks
  }

  /// The values of a key, in order.
  func all(_ key: String) -> [Line] { fields.filter { $0.key == key }.map(\.value) }

  /// The value of a key, or nil.
  func optional(_ key: String) -> String? { all(key).first?.text }

  /// The value of a key that must be there.
  func value(_ key: String) throws -> String {
    guard let value = optional(key) else { throw AuthoringError(place, "\(name) has no `\(key):`") }
    return value
  }

  /// The values of a key that are written with ` | ` between them.
  func list(_ key: String) -> [String] { optional(key).map { Self.split($0, by: " | ") } ?? [] }

  /// The parts of a text, without spaces around them.
  static func split(_ text: String, by separator: String) -> [String] {
    text.components(separatedBy: separator).map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
