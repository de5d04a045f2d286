internal import GRDB

/// The rows of `name` that a file has needed so far.
struct NameTable {
  private static let limit = 32_768

  private var table = ByteTable()
  private var ids: [Int64] = []
  private let find: RawStatement
  private let insert: RawStatement

  init(_ db: Database) throws {
    find = try RawStatement(db, "SELECT id FROM name WHERE text = ?")
    insert = try RawStatement(db, "INSERT INTO name(text) VALUES (?) RETURNING id")
  }

  /// The row of a name; nil for an empty one.
  mutating func id(of text: Span<UInt8>) throws -> Int64? {
    guard !text.isEmpty else { return nil }
    if table.count >= Self.limit { (table, ids) = (ByteTable(), []) }
    let (number, isNew) = table.number(of: text)
    guard isNew else { return ids[number] }
    let id = try first(find, text) ?? first(insert, text) ?? 0
    ids.append(id)
    return id
  }

  private func first(_ statement: RawStatement, _ text: Span<UInt8>) throws -> Int64? {
    try statement.withText(1, text) {
      guard try statement.step() else { return nil }
      let id = statement.int(0)
      try statement.run()
      return id
    }
  }
}
