internal import ChatModel
internal import GRDB

/// One row of `turn`, its text still in the batch.
struct TurnRow {
  /// `conversation << 24 | position`.
  var id: Int64
  var stored: StoredTurn
  var tags: TurnTags
  /// Rows of `name`.
  var speaker, customer, product, order: Int64?
}

/// Writes rows of `turn` with direct binds: the hottest insert of the store.
struct TurnWriter {
  private let insert, update, keep: RawStatement
  private let tagger, file: Int64

  init(_ db: Database, tagger: Int64, file: Int64) throws {
    (self.tagger, self.file) = (tagger, file)
    insert = try RawStatement(db, "INSERT INTO turn VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)")
    update = try RawStatement(
      db, "UPDATE turn SET tags = ?2, labels = ?3, tagger = ?11, file = ?12, scores = ?13, text = ?14 WHERE id = ?1")
    keep = try RawStatement(
      db, "INSERT INTO turn_update(turn, file, tags, text) SELECT id, ?, tags, text FROM turn WHERE id = ?")
  }

  /// Inserts a turn.
  func insert(_ row: TurnRow, text: Span<UInt8>) throws {
    insert.bind(4, row.stored.time?.microseconds)
    insert.bind(5, row.stored.number)
    insert.bind(6, row.speaker)
    insert.bind(7, row.customer)
    insert.bind(8, row.product)
    insert.bind(9, row.order)
    insert.bind(10, row.stored.message == 0 ? nil : Int64(bitPattern: row.stored.message))
    try run(insert, row, text)
  }

  /// Gives a stored turn another text, type and tags; what it was goes to `turn_update`.
  func update(_ row: TurnRow, text: Span<UInt8>) throws {
    keep.bind([file, row.id])
    try keep.run()
    try run(update, row, text)
  }

  private func run(_ statement: RawStatement, _ row: TurnRow, _ text: Span<UInt8>) throws {
    statement.bind(1, row.id)
    statement.bind(2, row.stored.code.tags)
    statement.bind(3, row.stored.code.labels)
    statement.bind(11, tagger)
    statement.bind(12, file)
    var scores = [16 of UInt8](repeating: 0)
    let count = TagCode.scores(of: row.tags, into: &scores)
    try statement.withBlob(13, scores.span.extracting(first: count)) {
      try statement.withText(14, text) { try statement.run() }
    }
  }
}
