internal import CData

/// A query that ships with duxin: a file of `CData/files/queries` with a comment header.
///
/// ```sql
/// -- about: one line
/// -- parameters: since, until
/// SELECT …
/// ```
public struct SavedQuery: Sendable, Equatable {
  /// The file's name without `.sql`.
  public var name: String
  /// What it answers, in one line.
  public var about: String
  /// The names of its parameters; each may be NULL.
  public var parameters: [String]
  /// The statement, with its header.
  public var sql: String

  /// All of them, by name.
  public static let shipped: [SavedQuery] = {
    var queries: [SavedQuery] = []
    while let file = unsafe cdata_queries(queries.count) {
      let bytes = unsafe UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count)
      let name = unsafe String(cString: file.pointee.name)
      queries.append(SavedQuery(file: name, sql: unsafe String(decoding: bytes, as: UTF8.self)))
    }
    return queries
  }()

  /// The saved query of this name, or nil.
  public static func named(_ name: String) -> SavedQuery? { shipped.first { $0.name == name } }

  init(file: String, sql: String) {
    func header(_ key: String) -> String {
      let line = sql.split(separator: "\n").first { $0.hasPrefix("-- \(key): ") }
      return String(line?.dropFirst("-- \(key): ".count) ?? "")
    }
    name = String(file.dropLast(".sql".count))
    about = header("about")
    parameters = header("parameters").split(separator: ",").map { $0.filter { $0 != " " } }
    self.sql = sql
  }
}
