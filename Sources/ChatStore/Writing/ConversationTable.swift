internal import ChatModel
internal import GRDB

/// The conversations that a file touches: a bounded cache over the tables, with one place to write them back.
struct ConversationTable {
  /// About so many turns are remembered.
  private static let capacity = 50_000

  private(set) var states: [ConversationState] = []
  /// Conversations of one id (several shops), and the one touched last.
  private var groups: [(states: [Int], last: Int?)] = []
  private var ids = ByteTable()
  private var isLoaded: [Bool] = []
  private var nextID: Int64
  private var turnCount = 0
  private var placedSinceFlush = 0

  private let file: Int64
  private let find, load, insert, update, forget, mark: RawStatement

  init(_ db: Database, file: Int64) throws {
    self.file = file
    nextID = try (Int64.fetchOne(db, sql: "SELECT max(id) FROM conversation") ?? 0) + 1
    find = try RawStatement(
      db, "SELECT id, shop, channel, customer FROM conversation WHERE conversation_id = ? ORDER BY id")
    load = try RawStatement(
      db, "SELECT tags, labels, time, number, message, file, text FROM turn WHERE id >= ? AND id < ? ORDER BY id")
    let names = "?13, ?14, ?15, ?16, ?17"
    let facts = ConversationFacts.columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
    insert = try RawStatement(
      db,
      """
      INSERT INTO conversation(id, shop, channel, customer, conversation_id,
        \(ConversationFacts.columns.joined(separator: ", "))) VALUES (\(names), \(facts))
      """)
    update = try RawStatement(
      db,
      """
      UPDATE conversation SET shop = ?14, channel = ?15, customer = ?16, \(ConversationFacts.assignments) WHERE id = ?13
      """)
    forget = try RawStatement(db, "DELETE FROM conversation_fact WHERE conversation = ?")
    mark = try RawStatement(db, "INSERT OR IGNORE INTO conversation_without_facts VALUES (?)")
  }

  /// The place in ``states`` of the conversation with this id and shop.
  ///
  /// The id alone, byte by byte, makes a conversation, unless two shops use the same one. A turn without a shop goes
  /// to the conversation of its id that the file touched last, else the oldest; a conversation without one takes the
  /// first shop that comes.
  mutating func state(id: Span<UInt8>, shop: Int64?) throws -> Int {
    let (group, isNew) = ids.number(of: id)
    if isNew { try open(id) }
    let state = pick(in: group, shop)
    groups[group].last = state
    if !isLoaded[state] { try loadTurns(of: state) }
    return state
  }

  /// Works on one conversation in place.
  mutating func withState<T>(_ index: Int, _ body: (inout ConversationState) throws -> T) rethrows -> T {
    let before = states[index].turns.count
    defer { turnCount += states[index].turns.count - before }
    return try body(&states[index])
  }

  /// Writes back all and forgets them, once that many turns are remembered that it is worth it.
  mutating func flushIfFull() throws {
    placedSinceFlush += 1
    if turnCount > Self.capacity && placedSinceFlush > Self.capacity / 4 { try flush() }
  }

  /// Writes the facts of all changed conversations, and forgets all.
  mutating func flush() throws {
    for group in groups.indices {
      for index in groups[group].states where states[index].isChanged {
        try ids.withBytes(group) { try write(states[index], id: $0) }
      }
    }
    (states, groups, ids, isLoaded) = ([], [], ByteTable(), [])
    (turnCount, placedSinceFlush) = (0, 0)
  }

  // MARK: Rows

  private mutating func open(_ id: Span<UInt8>) throws {
    var found: [Int] = []
    try find.withText(1, id) {
      while try find.step() {
        found.append(states.count)
        states.append(
          ConversationState(
            id: find.int(0), shop: find.optionalInt(1), channel: find.optionalInt(2), customer: find.optionalInt(3),
            isNew: false))
        isLoaded.append(false)
      }
    }
    groups.append((found, nil))
  }

  private mutating func pick(in group: Int, _ shop: Int64?) -> Int {
    let (known, last) = groups[group]
    guard let shop else { return last ?? known.first ?? add(to: group, shop) }
    if let same = known.first(where: { states[$0].shop == shop }) { return same }
    guard let free = known.first(where: { states[$0].shop == nil }) else { return add(to: group, shop) }
    states[free].shop = shop
    states[free].isChanged = true
    return free
  }

  private mutating func add(to group: Int, _ shop: Int64?) -> Int {
    states.append(ConversationState(id: nextID, shop: shop, isNew: true))
    isLoaded.append(true)
    groups[group].states.append(states.count - 1)
    nextID += 1
    return states.count - 1
  }

  private mutating func loadTurns(of state: Int) throws {
    let id = states[state].id
    isLoaded[state] = true
    load.bind([id << Schema.positionBits, (id + 1) << Schema.positionBits])
    while try load.step() {
      let code = TagCode(tags: load.int(0), labels: load.optionalInt(1))
      let content = load.withBytes(6) { StoredTurn.content($0, code.speaker, code.messageType) }
      states[state].append(
        StoredTurn(
          code: code, time: load.optionalInt(2).map(Timestamp.init(microseconds:)), number: load.optionalInt(3),
          message: UInt64(bitPattern: load.optionalInt(4) ?? 0), content: content, isOwn: load.int(5) == file))
      turnCount += 1
    }
  }

  private func write(_ state: ConversationState, id: Span<UInt8>) throws {
    let statement = state.isNew ? insert : update
    statement.bind(
      ConversationFacts(state.turns).values + [state.id, state.shop, state.channel, state.customer])
    mark.bind([state.id])
    try mark.run()
    if !state.isNew {
      forget.bind([state.id])
      try forget.run()
      return try statement.run()
    }
    try statement.withText(17, id) { try statement.run() }
  }
}
