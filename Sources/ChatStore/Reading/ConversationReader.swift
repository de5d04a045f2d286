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
    var failure: (any Error)?
    try inDatabase { db in
      var reader = try ConversationReader(db)
      let choice = try RawStatement(
        db,
        """
        SELECT \(ConversationReader.columns) FROM conversation
        ORDER BY started IS NULL, started, conversation_id, id
        """)
      while try choice.step() {
        let turns = try reader.turns(of: choice)
        do { try body(turns) } catch {
          failure = error
          return choice.reset()
        }
      }
    }
    if let failure { throw failure }
  }
}

/// Makes turns of rows, sharing the Strings of names.
struct ConversationReader {
  /// The columns of `conversation` that ``turns(of:)`` needs.
  static let columns = "id, conversation_id, shop, channel, customer, turns"

  private let rows, name: RawStatement
  /// Names met before, each at its row modulo their number: one that comes later takes the place of an earlier one.
  private var names = [(row: Int64, text: String)](repeating: (0, ""), count: 4096)
  /// The rows of the turns that ``turns(of:)`` gave last, in their order.
  private(set) var ids: [Int64] = []
  /// The rows of the versions that tagged them.
  private(set) var taggers: [Int64] = []

  init(_ db: Database) throws {
    rows = try RawStatement(
      db,
      """
      SELECT id, tags, labels, time, number, speaker_name, customer, product, order_name, scores, text, tagger
      FROM turn WHERE id >= ? AND id < ? ORDER BY id
      """)
    name = try RawStatement(db, "SELECT text FROM name WHERE id = ?")
  }

  /// The turns of a conversation in the order they were said.
  ///
  /// - Parameter conversation: at a row of ``columns``.
  mutating func turns(of conversation: RawStatement) throws -> [TaggedTurn] {
    let id = conversation.int(0)
    let conversationID = conversation.string(1)
    let shop = try name(conversation.optionalInt(2))
    let channel = try name(conversation.optionalInt(3))
    let customer = try name(conversation.optionalInt(4))
    var turns: [TaggedTurn] = []
    var numbers: [Int64?] = []
    var versions: [Int64] = []
    let count = Int(conversation.int(5))
    turns.reserveCapacity(count)
    numbers.reserveCapacity(count)
    versions.reserveCapacity(count)
    rows.bind([id << Schema.positionBits, (id + 1) << Schema.positionBits])
    while try rows.step() {
      let code = TagCode(tags: rows.int(1), labels: rows.optionalInt(2))
      let number = rows.optionalInt(4)
      numbers.append(number)
      versions.append(rows.int(11))
      let position = rows.int(0) & (1 << Schema.positionBits - 1)
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
      turns.append(turn)
    }
    let order = Self.order(turns, numbers)
    ids = order.map { id << Schema.positionBits | Int64($0) }
    taggers = order.map { versions[$0] }
    return order.elementsEqual(turns.indices) ? turns : order.map { turns[$0] }
  }

  /// The order in which turns were said, as indices of turns that come in the order they were stored.
  private static func order(_ turns: [TaggedTurn], _ numbers: [Int64?]) -> [Int] {
    let isDated = turns.indices.allSatisfy { turns[$0].time != nil }
    let isNumbered = numbers.allSatisfy { $0 != nil }
    var last = Int64.min
    let keys = turns.indices.map { index in
      if let time = turns[index].time { last = time.microseconds }
      return (isDated || !isNumbered ? last : 0, isNumbered ? numbers[index] ?? 0 : 0, index)
    }
    let isInOrder = zip(keys, keys.dropFirst()).allSatisfy(<)
    return (isInOrder ? keys : keys.sorted(by: <)).map(\.2)
  }

  private mutating func name(_ row: Int64?) throws -> String? {
    guard let row else { return nil }
    let place = Int(row) & (names.count - 1)
    if names[place].row == row { return names[place].text }
    name.bind(1, row)
    guard try name.step() else { return nil }
    names[place] = (row, name.string(0))
    name.reset()
    return names[place].text
  }
}
