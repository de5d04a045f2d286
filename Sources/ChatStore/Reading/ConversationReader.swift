public import ChatModel
internal import GRDB

extension Store {
  /// Reads all conversations whole, one after another, ordered by their first time and then by the bytes of their id.
  ///
  /// The turns of a conversation stand in the order they were said: by time, then by number, where every turn has a
  /// time; by number where every turn has one; else as they were stored, but by time where times are known.
  ///
  /// - Throws: what `body` throws, or ``StoreError``.
  public func forEachConversation(_ body: ([TaggedTurn]) throws -> Void) throws {
    let rows = try inDatabase { db in
      try Int64.fetchAll(
        db, sql: "SELECT id FROM conversation ORDER BY started IS NULL, started, conversation_id, id")
    }
    try forEachConversation(rows, body)
  }

  /// Reads these conversations, by their rows, in the order given; rows that are not there are left out.
  ///
  /// - Throws: what `body` throws, or ``StoreError``.
  public func forEachConversation(_ rows: some Sequence<Int64>, _ body: ([TaggedTurn]) throws -> Void) throws {
    var failure: (any Error)?
    do {
      try inDatabase { db in
        var reader = try ConversationReader(db)
        try reader.forEach(rows) { conversation in
          do { try body(conversation.turns) } catch {
            failure = error
            throw error
          }
        }
      }
    } catch { throw failure ?? error }
  }
}

/// A conversation and where it is stored.
struct StoredConversation {
  /// Its row.
  var row: Int64
  /// In the order they were said.
  var turns: [TaggedTurn] = []
  /// For each turn its row, its number as the export gave it, and the row of the version that tagged it.
  var places: [(id: Int64, number: Int64?, tagger: Int64)] = []
}

/// Makes conversations of rows, sharing the Strings of names.
struct ConversationReader {
  /// One statement each for many conversations and for their turns: to begin one costs as much as a few rows.
  private let conversations, rows, name: RawStatement
  /// Names met before, each at its row modulo their number: one that comes later takes the place of an earlier one.
  private var names = [(row: Int64, text: String)](repeating: (0, ""), count: 4096)

  init(_ db: Database) throws {
    conversations = try RawStatement(
      db,
      """
      SELECT c.id, conversation_id, shop, channel, customer, n.text, turns
      FROM json_each(?) r CROSS JOIN conversation c ON c.id = r.value LEFT JOIN name n ON n.id = customer
      """)
    rows = try RawStatement(
      db,
      """
      SELECT t.id, tags, labels, time, number, speaker_name, customer, product, order_name, scores, text, tagger
      FROM json_each(?) r CROSS JOIN turn t
        ON t.id >= r.value << \(Schema.positionBits) AND t.id < (r.value + 1) << \(Schema.positionBits)
      """)
    name = try RawStatement(db, "SELECT text FROM name WHERE id = ?")
  }

  /// Calls `body` with each of these conversations, by their rows, in the order given.
  mutating func forEach(_ list: some Sequence<Int64>, _ body: (StoredConversation) throws -> Void) throws {
    let json = Array("[\(list.map(String.init).joined(separator: ","))]".utf8)
    try conversations.withText(1, json.span) {
      try rows.withText(1, json.span) {
        defer {
          conversations.reset()
          rows.reset()
        }
        var isAtRow = try rows.step()
        while try conversations.step() { try body(conversation(&isAtRow)) }
      }
    }
  }

  /// The conversation that the statements stand at, which go over the same ones in the same order.
  private mutating func conversation(_ isAtRow: inout Bool) throws -> StoredConversation {
    var conversation = StoredConversation(row: conversations.int(0))
    let conversationID = conversations.string(1)
    let shop = try name(conversations.optionalInt(2))
    let channel = try name(conversations.optionalInt(3))
    // Most customers speak under the name they are known by.
    let customer = conversations.optionalInt(4).map { remember($0, conversations.string(5)) }
    let count = Int(conversations.int(6))
    conversation.turns.reserveCapacity(count)
    conversation.places.reserveCapacity(count)
    while isAtRow, case let id = rows.int(0), id >> Schema.positionBits == conversation.row {
      let code = TagCode(tags: rows.int(1), labels: rows.optionalInt(2))
      let number = rows.optionalInt(4)
      conversation.places.append((id, number, rows.int(11)))
      let position = id & (1 << Schema.positionBits - 1)
      var turn = TaggedTurn(
        conversationID: conversationID, number: number ?? position, speaker: code.speaker, text: rows.string(10),
        tags: rows.withBytes(9) { code.turnTags(scores: $0) })
      turn.messageType = code.messageType
      turn.time = rows.optionalInt(3).map(Timestamp.init(microseconds:))
      (turn.shop, turn.channel) = (shop, channel)
      turn.speakerID = try name(rows.optionalInt(5))
      turn.customerID = try name(rows.optionalInt(6)) ?? customer
      turn.product = try name(rows.optionalInt(7))
      turn.orderID = try name(rows.optionalInt(8))
      conversation.turns.append(turn)
      isAtRow = try rows.step()
    }
    conversation.sort()
    return conversation
  }

  private mutating func name(_ row: Int64?) throws -> String? {
    guard let row else { return nil }
    let known = names[Int(row) & (names.count - 1)]
    if known.row == row { return known.text }
    name.bind(1, row)
    guard try name.step() else { return nil }
    defer { name.reset() }
    return remember(row, name.string(0))
  }

  private mutating func remember(_ row: Int64, _ text: String) -> String {
    names[Int(row) & (names.count - 1)] = (row, text)
    return text
  }
}

extension StoredConversation {
  /// Brings turns that come in the order they were stored into the order in which they were said.
  fileprivate mutating func sort() {
    let isDated = turns.indices.allSatisfy { turns[$0].time != nil }
    let isNumbered = places.allSatisfy { $0.number != nil }
    var last = Int64.min
    let keys = turns.indices.map { index in
      if let time = turns[index].time { last = time.microseconds }
      return (isDated || !isNumbered ? last : 0, isNumbered ? places[index].number ?? 0 : 0, index)
    }
    guard !zip(keys, keys.dropFirst()).allSatisfy(<) else { return }
    let order = keys.sorted(by: <).map(\.2)
    (turns, places) = (order.map { turns[$0] }, order.map { places[$0] })
  }
}
