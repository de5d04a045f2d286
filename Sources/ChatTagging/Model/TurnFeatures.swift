package import ChatModel

/// The parts of what a model reads: the turn, and its context in three parts.
package enum FeatureBlock: Int, CaseIterable, Sendable {
  /// The turn itself; the last turn of the service; the last of the customer; the turns before those; who and where.
  case turn, service, customer, earlier, frame
}

/// What a model reads of one turn: for each block its tokens and the keys of its n-grams. Reused from turn to turn.
package struct TurnFeatures: Sendable {
  /// Tokens of all text blocks, block after block, each between two start tokens.
  private(set) var tokens: [UInt32] = []
  private(set) var tokenEnds = [Int](repeating: 0, count: FeatureBlock.allCases.count)
  /// Keys of n-grams of all blocks, block after block.
  package private(set) var keys: [UInt32] = []
  private(set) var keyEnds = [Int](repeating: 0, count: FeatureBlock.allCases.count)
  private var pieces: [UInt32] = []

  /// How many tokens of the turn and of an earlier turn are read.
  static let turnLimit = 192
  static let earlierLimit = 64

  package init() {}

  /// Where the keys of a block stand in ``keys``.
  package func keys(of block: FeatureBlock) -> Range<Int> {
    (block.rawValue == 0 ? 0 : keyEnds[block.rawValue - 1])..<keyEnds[block.rawValue]
  }
  func tokens(of block: FeatureBlock) -> Range<Int> {
    (block.rawValue == 0 ? 0 : tokenEnds[block.rawValue - 1])..<tokenEnds[block.rawValue]
  }

  /// Reads a turn of a batch with its context, if the batch has contexts.
  package mutating func read(_ index: Int, of batch: TurnBatch, with reader: TokenReader) {
    tokens.removeAll(keepingCapacity: true)
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
  }

  private mutating func close(_ block: FeatureBlock) {
    tokenEnds[block.rawValue] = tokens.count
    keyEnds[block.rawValue] = keys.count
  }

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
    let first = tokens.count
    pieces.removeAll(keepingCapacity: true)
    tokens.append(TokenReader.Token.start)
    reader.read(batch.bytes.span.extracting(text.range), into: &tokens, pieces: &pieces)
    if tokens.count - first - 1 > limit {
      if fromEnd {
        tokens.removeSubrange(first + 1..<tokens.count - limit)
      } else {
        tokens.removeLast(tokens.count - first - 1 - limit)
      }
    }
    tokens.append(TokenReader.Token.start)
    let seed: UInt64 = speaker.isService ? 0x5EED_0001 : 0x5EED_0000
    for start in first..<tokens.count {
      var hash = seed
      for end in start..<min(start + orders, tokens.count) {
        hash = (hash ^ UInt64(tokens[end])) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
        if end > first { keys.append(key(of: hash)) }
      }
    }
    for piece in pieces { keys.append(key(of: seed ^ UInt64(piece) << 16 ^ 0x7000_0000_0000_0000)) }
  }

  private func key(of hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: (hash &* 0xFF51_AFD7_ED55_8CCD) >> 32) | 1
  }
}
