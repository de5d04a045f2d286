import Foundation
import Glibc

/// From the paths a user names to the files that are read.
public enum InputDiscovery {
  /// Name endings that are taken from folders, each also with `.gz`.
  static let endings = ["jsonl", "ndjson", "json", "csv", "tsv", "txt"]

  /// What was found.
  public struct Found: Sendable {
    /// The files, sorted by their bytes within each path of the user, each once.
    public var files: [String] = []
    /// How many files of folders were passed over because their names end otherwise.
    public var passedOver = 0
    /// Paths that gave nothing.
    public var errors: [ReadError] = []
  }

  /// Files as named; folders with all they hold (hidden names and links to folders left out; links that lead nowhere
  /// are kept, so that they are told); glob patterns (`*`, `?`, `[…]`); `-` for standard input.
  public static func find(_ paths: [String]) -> Found {
    var found = Found()
    var seen: Set<String> = []
    for path in paths {
      let before = found.files.count
      let isPattern = path.contains { "*?[".contains($0) } && !FileManager.default.fileExists(atPath: path)
      for name in isPattern ? expand(path) : [path] {
        for file in files(at: name, &found) where seen.insert(file).inserted { found.files.append(file) }
      }
      if found.files.count == before && isPattern {
        found.errors.append(ReadError(code: "not-found", path: path, message: "no file fits this pattern"))
      }
    }
    return found
  }

  private static func files(at path: String, _ found: inout Found) -> [String] {
    var isFolder: ObjCBool = false
    guard path != "-", unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { return [path] }
    let names = (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? [])
      .filter { name in !name.split(separator: "/").contains { $0.hasPrefix(".") } }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var files: [String] = []
    for name in names {
      let full = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
      if unsafe FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), isFolder.boolValue {
        if unsafe access(full, R_OK | X_OK) != 0 { found.errors.append(.system("cannot be opened", path: full, errno)) }
        continue
      }
      if isWanted(name) { files.append(full) } else { found.passedOver += 1 }
    }
    if files.isEmpty {
      let message = "the folder holds no file that ends in .\(endings.joined(separator: ", .")) (or .gz after it)"
      found.errors.append(ReadError(code: "empty-folder", path: path, message: message))
    }
    return files
  }

  /// Whether a path is a plain file with the ending of a table.
  static func isTable(_ path: String) -> Bool {
    let name = path.lowercased()
    let isNamedSo = ["csv", "tsv", "txt"].contains { name.hasSuffix(".\($0)") || name.hasSuffix(".\($0).gz") }
    guard isNamedSo else { return false }
    let values = try? URL(filePath: path).resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey])
    return values?.isRegularFile ?? false
  }

  private static func isWanted(_ name: String) -> Bool {
    var parts = name.lowercased().split(separator: ".")
    if parts.last == "gz" { parts.removeLast() }
    return parts.count > 1 && endings.contains(String(parts[parts.count - 1]))
  }

  private static func expand(_ pattern: String) -> [String] {
    var matches = unsafe glob_t()
    defer { unsafe globfree(&matches) }
    guard unsafe glob(pattern, 0, nil, &matches) == 0, let paths = unsafe matches.gl_pathv else { return [] }
    let count = Int(unsafe matches.gl_pathc)
    let found = (0..<count).compactMap { index in unsafe paths[index].map { unsafe String(cString: $0) } }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
