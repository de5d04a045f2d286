internal import ChatModel

/// One conversation while a file is stored: its turns, known again by message id, number or content.
struct ConversationState {
  /// What a turn of the file is to the stored ones.
  enum Place: Equatable {
    case new
    case duplicate
    /// The stored turn at this position has another text or message type now.
    case update(Int)
    /// Its number belongs to another turn.
    case conflict
    /// Known by its order only: ask a ``PositionAligner``.
    case positional
  }

  /// The row of `conversation`.
  let id: Int64
  /// Rows of `name`.
  var shop, channel, customer: Int64?
  /// Whether the row of `conversation` is still to be inserted; whether it must be written.
  var isNew, isChanged: Bool
  /// Position = index.
  private(set) var turns: [StoredTurn] = []

  /// Positions by message id or number, once there are many turns.
  private var byKey: [UInt64: [Int32]] = [:]
  /// Positions of turns of earlier files by time and content, the first at the end; nil until it is needed.
  private var byContent: [UInt64: [Int32]]?
  /// How many turns earlier files brought.
  private(set) var earlierCount = 0

  /// A conversation has few turns as a rule: so many are searched one by one.
  private static let scanLimit = 24
  /// So many turns with one number are looked at (exports that count anew each day).
  private static let chainLimit = 64

  init(id: Int64, shop: Int64?, channel: Int64? = nil, customer: Int64? = nil, isNew: Bool) {
    (self.id, self.shop, self.channel, self.customer) = (id, shop, channel, customer)
    (self.isNew, isChanged) = (isNew, isNew)
  }

  /// Adds a stored turn at the next position.
  mutating func append(_ turn: StoredTurn) {
    if turn.isOwn { isChanged = true } else { earlierCount += 1 }
    turns.append(turn)
    if turns.count == Self.scanLimit {
      for position in turns.indices { index(position) }
    } else if turns.count > Self.scanLimit {
      index(turns.count - 1)
    }
  }

  /// Notes that the file changed a stored turn.
  mutating func update(_ position: Int, code: TagCode, content: UInt64) {
    (turns[position].code, turns[position].content) = (code, content)
    isChanged = true
  }

  /// Finds what a turn of the file is, and marks the stored turn that it repeats.
  mutating func place(_ turn: StoredTurn) -> Place {
    if turn.message != 0 {
      if let known = first(turn, where: { $0.message == turn.message }) {
        turns[known].isOwn = true
        return turns[known].content == turn.content ? .duplicate : .update(known)
      }
    } else if turn.number != nil {
      let isCopy = { (known: StoredTurn) in
        known.hasNumber(of: turn) && known.content == turn.content && known.time.agrees(with: turn.time)
      }
      if let known = first(turn, where: isCopy) {
        turns[known].isOwn = true
        return .duplicate
      }
    }
    if let time = turn.time, takeEarlier(turn, time) { return .duplicate }
    if turn.isPositional { return .positional }
    let isSame = { (known: StoredTurn) in
      known.hasNumber(of: turn) && (known.time == turn.time || known.time == nil || turn.time == nil)
    }
    guard let known = first(turn, where: isSame) else { return .new }
    defer { turns[known].isOwn = true }
    return turns[known].isOwn || turns[known].code.speaker != turn.code.speaker ? .conflict : .update(known)
  }

  /// The contents of the turns that earlier files brought and that only their order tells apart.
  var earlierPositional: [UInt64] { turns.filter { $0.isPositional && !$0.isOwn }.map(\.content) }

  // MARK: Looking up

  private func first(_ turn: StoredTurn, where isWanted: (StoredTurn) -> Bool) -> Int? {
    guard let key = turn.key else { return nil }
    if turns.count < Self.scanLimit { return turns.firstIndex(where: isWanted) }
    return byKey[key]?.prefix(Self.chainLimit).first { isWanted(turns[Int($0)]) }.map(Int.init)
  }

  private mutating func index(_ position: Int) {
    if let key = turns[position].key { byKey[key, default: []].append(Int32(position)) }
  }

  /// Takes one turn of an earlier file with this time and content that the file has not repeated yet.
  private mutating func takeEarlier(_ turn: StoredTurn, _ time: Timestamp) -> Bool {
    guard earlierCount > 0 else { return false }
    func key(_ time: Timestamp, _ content: UInt64) -> UInt64 {
      content ^ UInt64(bitPattern: time.microseconds) &* 0x9E37_79B9_7F4A_7C15
    }
    if byContent == nil {
      var found: [UInt64: [Int32]] = [:]
      for position in turns.indices.reversed() where !turns[position].isOwn {
        guard let time = turns[position].time else { continue }
        found[key(time, turns[position].content), default: []].append(Int32(position))
      }
      byContent = found
    }
    let wanted = key(time, turn.content)
    while let position = byContent?[wanted]?.popLast() {
      let known = turns[Int(position)]
      guard !known.isOwn, known.time == time, known.content == turn.content else { continue }
      turns[Int(position)].isOwn = true
      if let number = turn.number, number != known.number {
        // The file numbers its turns another way: here this turn goes by its number there.
        turns[Int(position)].number = number
        if turns.count >= Self.scanLimit { index(Int(position)) }
      }
      return true
    }
    return false
  }
}
