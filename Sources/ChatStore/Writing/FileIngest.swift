public import ChatModel
internal import GRDB

/// One file on its way into the database: one transaction, which ``commit(_:)`` or ``rollback(because:at:)`` ends.
///
/// Each turn counts once. A turn is known again, inside its conversation, by its message id; else by its number and
/// time; else by time, speaker and text (as often as it stands in a file); else by its place in the order of the file.
/// Limits: an export that has message ids is known again by another one without them only through time and text.
public final class FileIngest {
  /// So many problems of a file are kept whole; all are counted.
  public static let problemLimit = 10_000
  /// So many turns are held back at most until it is sure whether they are old.
  private static let holdLimit = 50_000

  /// The row of `file`.
  public private(set) var id: Int64
  /// What became of the records so far; turns held back are missing until ``commit(_:)``.
  public private(set) var counts = FileCounts()

  let store: Store
  let start: FileStart
  private var conversations: ConversationTable
  private var names: NameTable
  private let writer: TurnWriter
  private let ledger: LedgerWriter
  private var held: [Int64: HeldTurns] = [:]
  private var heldCount = 0
  private(set) var firstTime, lastTime: Timestamp?
  private(set) var problemCounts: [ProblemCode: Int] = [:]
  private var keptProblems = 0
  private var isOpen = true
  /// The problems of the store's own that ``append(_:)`` returns.
  private var found: [Problem] = []

  init(store: Store, start: FileStart, id: Int64, tagger: Int64, db: Database) throws {
    (self.store, self.start, self.id) = (store, start, id)
    conversations = try ConversationTable(db, file: id)
    names = try NameTable(db)
    writer = try TurnWriter(db, tagger: tagger, file: id)
    ledger = try LedgerWriter(db)
  }

  deinit { if isOpen { store.abandon() } }

  /// Stores the turns of a batch, and its problems.
  ///
  /// - Returns: problems that only the store can see: `turn-conflict`.
  @discardableResult
  public func append(_ tagged: TaggedBatch) throws(StoreError) -> [Problem] {
    counts.read += tagged.batch.read
    counts.rejected += tagged.batch.rejected
    found = []
    try store.inDatabase { _ in
      for index in tagged.batch.turns.indices { try place(index, of: tagged) }
      for problem in tagged.batch.problems { try keep(problem) }
      for problem in found { try keep(problem) }
    }
    return found
  }

  /// Stores problems that no batch holds; a rejected one with a line is a record that was met and not kept.
  public func add(_ problems: [Problem]) throws(StoreError) {
    let records = problems.count { $0.severity == .rejected && $0.location.line > 0 }
    counts.read += records
    counts.rejected += records
    try store.inDatabase { _ in for problem in problems { try keep(problem) } }
  }

  /// Ends the file: its turns and its line in the ledger are on the disk, or neither.
  ///
  /// When the database has the same content, read the same way, no turn is changed and the file is noted as seen again.
  public func commit(_ end: FileEnd) throws(StoreError) -> FileCounts {
    isOpen = false
    do {
      try store.inDatabase { db in
        try settleAll()
        try conversations.flush()
        let known = end.isComplete ? try ledger.file(content: end.contentHash, reading: end.reading) : nil
        if known != nil {
          try db.rollback()
          try db.beginTransaction(.immediate)
          counts.isSeenAgain = true
          (counts.stored, counts.updated, counts.duplicates) = (0, 0, counts.read - counts.rejected)
          id = try ledger.open(start)
        }
        try ledger.close(self, end, sameAs: known)
        try store.commitLong(db)
      }
    } catch {
      store.abandon()
      throw error
    }
    return counts
  }

  /// Ends the file without keeping any of its turns; with a reason the ledger notes the attempt.
  ///
  /// - Parameter reason: a stable code, such as that of the error that stopped the reading.
  public func rollback(because reason: String? = nil, at time: Timestamp? = nil) throws(StoreError) {
    guard isOpen else { return }
    isOpen = false
    store.abandon()
    guard let reason else { return }
    try store.inDatabase { db in
      try db.inTransaction(.immediate) {
        try ledger.fail(start, because: reason, at: time)
        return .commit
      }
    }
  }

  // MARK: Turns

  private func place(_ index: Int, of tagged: TaggedBatch) throws {
    let turn = tagged.batch.turns[index]
    if let time = turn.time {
      firstTime = min(firstTime ?? time, time)
      lastTime = max(lastTime ?? time, time)
    }
    let state = try state(of: index, in: tagged)
    let stored = stored(index, of: tagged)
    switch conversations.withState(state, { $0.place(stored) }) {
    case .new: try insert(stored, index, of: tagged, in: state)
    case .duplicate: counts.duplicates += 1
    case .update(let position): try update(position, stored, index, of: tagged, in: state)
    case .conflict:
      let message = "turn \(turn.number ?? 0) of this conversation is there with another text; the first one is kept"
      reject(turn, of: tagged, code: "turn-conflict", message: message)
    case .positional: try align(stored, index, of: tagged, in: state)
    }
    try conversations.flushIfFull()
  }

  private func state(of index: Int, in tagged: TaggedBatch) throws -> Int {
    let turn = tagged.batch.turns[index]
    let bytes = tagged.batch.bytes.span
    let shop = try names.id(of: bytes.extracting(turn.shop.range))
    return try conversations.state(id: bytes.extracting(turn.conversationID.range), shop: shop)
  }

  private func stored(_ index: Int, of tagged: TaggedBatch) -> StoredTurn {
    let turn = tagged.batch.turns[index]
    let bytes = tagged.batch.bytes.span
    return StoredTurn(
      code: TagCode(turn.speaker, turn.messageType, tagged.tags[index]), time: turn.time, number: turn.number,
      message: turn.messageID.isEmpty ? 0 : max(1, stableHash(bytes.extracting(turn.messageID.range))),
      content: StoredTurn.content(bytes.extracting(turn.text.range), turn.speaker, turn.messageType), isOwn: true)
  }

  private func insert(_ stored: StoredTurn, _ index: Int, of tagged: TaggedBatch, in state: Int) throws {
    let turn = tagged.batch.turns[index]
    let bytes = tagged.batch.bytes.span
    guard conversations.states[state].turns.count < 1 << Schema.positionBits else {
      let message = "the conversation has 16,777,216 turns, and no more fit; is the right column conversation_id?"
      return reject(turn, of: tagged, code: "conversation-too-long", message: message)
    }
    let customer = try names.id(of: bytes.extracting(turn.customerID.range))
    let channel = try names.id(of: bytes.extracting(turn.channel.range))
    var row = TurnRow(id: 0, stored: stored, tags: tagged.tags[index])
    row.speaker = try names.id(of: bytes.extracting(turn.speakerID.range))
    row.product = try names.id(of: bytes.extracting(turn.product.range))
    row.order = try names.id(of: bytes.extracting(turn.orderID.range))
    row.id = conversations.withState(state) { state in
      state.customer = state.customer ?? customer
      state.channel = state.channel ?? channel
      row.customer = customer == state.customer ? nil : customer
      state.append(stored)
      return state.id << Schema.positionBits | Int64(state.turns.count - 1)
    }
    try writer.insert(row, text: bytes.extracting(turn.text.range))
    counts.stored += 1
  }

  private func update(
    _ position: Int, _ stored: StoredTurn, _ index: Int, of tagged: TaggedBatch, in state: Int
  ) throws {
    let id = conversations.withState(state) { state in
      state.update(position, code: stored.code, content: stored.content)
      return state.id << Schema.positionBits | Int64(position)
    }
    let row = TurnRow(id: id, stored: stored, tags: tagged.tags[index])
    try writer.update(row, text: tagged.batch.bytes.span.extracting(tagged.batch.turns[index].text.range))
    counts.duplicates += 1
    counts.updated += 1
  }

  private func reject(_ turn: Turn, of tagged: TaggedBatch, code: String, message: String) {
    counts.rejected += 1
    let location = Location(file: start.path, line: turn.line, byte: turn.byte)
    let raw = Array(tagged.batch.bytes[turn.text.range])
    found.append(Problem(code: code, severity: .rejected, location: location, message: message, raw: raw))
  }

  // MARK: Turns that only their order tells apart

  private func align(_ stored: StoredTurn, _ index: Int, of tagged: TaggedBatch, in state: Int) throws {
    let conversation = conversations.states[state]
    guard conversation.earlierCount > 0 else { return try insert(stored, index, of: tagged, in: state) }
    let held = self.held[conversation.id] ?? HeldTurns(after: conversation.earlierPositional)
    self.held[conversation.id] = held
    held.turns.append(index, of: tagged)
    heldCount += 1
    if let duplicates = held.aligner.next(stored.content) { try settle(held, duplicates) }
    if heldCount > Self.holdLimit { try settleAll() }
  }

  private func settleAll() throws {
    for (_, held) in held.sorted(by: { $0.key < $1.key }) { try settle(held, held.aligner.decide()) }
  }

  /// Counts the first of the turns held back as duplicates and stores the others.
  private func settle(_ held: HeldTurns, _ duplicates: Int) throws {
    let turns = held.turns
    held.turns = TaggedBatch(batch: TurnBatch(), tags: [])
    heldCount -= turns.tags.count
    counts.duplicates += duplicates
    for index in duplicates..<turns.tags.count {
      try insert(stored(index, of: turns), index, of: turns, in: state(of: index, in: turns))
    }
  }

  // MARK: Problems

  private func keep(_ problem: Problem) throws {
    if problem.severity == .warning { counts.warnings += 1 }
    problemCounts[ProblemCode(code: problem.code, severity: problem.severity), default: 0] += 1
    guard keptProblems < Self.problemLimit else { return }
    keptProblems += 1
    try ledger.add(problem, file: id)
  }
}

/// Turns of one conversation that are held back until it is sure whether they are old.
private final class HeldTurns {
  var aligner: PositionAligner
  var turns = TaggedBatch(batch: TurnBatch(), tags: [])

  init(after known: [UInt64]) { aligner = PositionAligner(known: known) }
}

extension TaggedBatch {
  /// Appends a copy of one turn of another batch, its texts alone.
  fileprivate mutating func append(_ index: Int, of other: TaggedBatch) {
    var turn = other.batch.turns[index]
    let bytes = other.batch.bytes.span
    for field in [
      \Turn.conversationID, \.text, \.messageID, \.speakerID, \.customerID, \.shop, \.channel, \.product, \.orderID,
    ] {
      turn[keyPath: field] = batch.append(bytes.extracting(turn[keyPath: field].range))
    }
    batch.turns.append(turn)
    tags.append(other.tags[index])
  }
}
