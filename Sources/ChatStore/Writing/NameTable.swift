internal import GRDB

/// The rows of `name` that a file has needed so far.
struct NameTable {
  private static let limit = 32_768

  private var table = ByteTable()
  private var ids: [Int64] = []
  private let db: Database
  private let find, insert: RawStatement

  init(_ db: Database) throws {
    self.db = db
    find = try RawStatement(db, "SELECT id FROM name WHERE text = ?")
    insert = try RawStatement(db, "INSERT INTO name(text) VALUES (?)")
  }

  /// The row of a name; nil for an empty one.
  mutating func id(of text: Span<UInt8>) throws -> Int64? {
    guard !text.isEmpty else { return nil }
    if table.count >= Self.limit { (table, ids) = (ByteTable(), []) }
    let (number, isNew) = table.number(of: text)
    guard isNew else { return ids[number] }
    let id = try known(text) ?? add(text)
    ids.append(id)
    return id
  }

  private func known(_ text: Span<UInt8>) throws -> Int64? {
    try find.withText(1, text) {
      guard try find.step() else { return nil }
      defer { find.reset() }
      return find.int(0)
    }
  }

  private func add(_ text: Span<UInt8>) throws -> Int64 {
    try insert.withText(1, text) { try insert.run() }
    return db.lastInsertedRowID
  }
}
