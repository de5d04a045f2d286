package import ChatModel

/// The parts of what a model reads: the turn, and its context in three parts.
package enum FeatureBlock: Int, CaseIterable, Sendable {
  /// The turn itself; the last turn of the service; the last of the customer; the turns before those; who and where;
  /// what the rules say.
  case turn, service, customer, earlier, frame, rules
}

/// What a model reads of one turn: the keys of the features of each block; reused from turn to turn.
package struct TurnFeatures: Sendable {
  /// The keys of all blocks, block after block; a key is a hash of an n-gram and is never 0.
  package private(set) var keys: [UInt32] = []
  /// Where each block ends in ``keys``.
  package private(set) var ends = [Int](repeating: 0, count: FeatureBlock.allCases.count)
  /// The tokens of one text, between two start tokens, and the pieces of its words.
  private var tokens: [UInt32] = []
  private var pieces: [UInt32] = []

  /// How many tokens of the turn, and of an earlier turn, are read.
  private static let turnLimit = 192
  private static let earlierLimit = 64

  package init() {}

  /// Where the keys of a block stand in ``keys``.
  func range(of block: FeatureBlock) -> Range<Int> {
    (block.rawValue == 0 ? 0 : ends[block.rawValue - 1])..<ends[block.rawValue]
  }

  /// Reads a turn of a batch with its context, if the batch has contexts, and what the rules said of it.
  package mutating func read(_ index: Int, of batch: TurnBatch, signals: [UInt32], with reader: TokenReader) {
    keys.removeAll(keepingCapacity: true)
    let turn = batch.turns[index]
    let context = batch.contexts.isEmpty ? TurnContext() : batch.contexts[index]
    add(turn.text, of: batch, by: turn.speaker, with: reader, keeping: Self.turnLimit, orders: 4)
    let length = tokens.count
    close(.turn)
    var service = -1
    var customer = -1
    for rank in (0..<context.count).reversed() {
      if context.earlier[rank].speaker.isService { service = rank } else { customer = rank }
    }
    if service >= 0 { add(context.earlier[service], of: batch, with: reader, fromEnd: true) }
    close(.service)
    if customer >= 0 { add(context.earlier[customer], of: batch, with: reader) }
    close(.customer)
    for rank in 0..<context.count where rank != service && rank != customer {
      add(context.earlier[rank], of: batch, with: reader)
    }
    close(.earlier)
    let own: UInt64 = turn.speaker.isService ? 1 : 0
    let newest: UInt64 = context.count == 0 ? 2 : context.earlier[0].speaker.isService ? 1 : 0
    let bucket = length < 24 ? length / 4 : min(6 + (length - 24) / 16, 10)
    for (kind, value) in [own, newest, UInt64(min(context.turnsBefore, 4)), UInt64(bucket)].enumerated() {
      keys.append(key(of: 0x51 &+ UInt64(kind) << 8 &+ value << 16 &+ own << 32))
    }
    close(.frame)
    keys += signals
    close(.rules)
  }

  private mutating func close(_ block: FeatureBlock) { ends[block.rawValue] = keys.count }

  private mutating func add(
    _ earlier: TurnContext.Earlier, of batch: TurnBatch, with reader: TokenReader, fromEnd: Bool = false
  ) {
    add(
      earlier.text, of: batch, by: earlier.speaker, with: reader, keeping: Self.earlierLimit, orders: 3,
      fromEnd: fromEnd)
  }

  private mutating func add(
    _ text: ByteRange, of batch: TurnBatch, by speaker: Speaker, with reader: TokenReader, keeping limit: Int,
    orders: Int, fromEnd: Bool = false
  ) {
    tokens.removeAll(keepingCapacity: true)
    pieces.removeAll(keepingCapacity: true)
    tokens.append(TokenReader.Token.start)
    reader.read(batch.bytes.span.extracting(text.range), into: &tokens, pieces: &pieces)
    let surplus = tokens.count - 1 - limit
    if surplus > 0, fromEnd { tokens.removeSubrange(1...surplus) } else if surplus > 0 { tokens.removeLast(surplus) }
    tokens.append(TokenReader.Token.start)
    let seed: UInt64 = speaker.isService ? 0x5EED_0001 : 0x5EED_0000
    for start in tokens.indices {
      var hash = seed
      for end in start..<min(start + orders, tokens.count) {
        hash = (hash ^ UInt64(tokens[end])) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
        if end > 0 { keys.append(key(of: hash)) }
      }
    }
    for piece in pieces { keys.append(key(of: seed ^ UInt64(piece) << 16 ^ 0x7000_0000_0000_0000)) }
  }

  private func key(of hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: (hash &* 0xFF51_AFD7_ED55_8CCD) >> 32) | 1
  }
}
