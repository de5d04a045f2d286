package import ChatModel

/// The parts of what a model reads: the turn, its context in four parts, and what is known of both.
package enum FeatureBlock: Int, CaseIterable, Sendable {
  /// The turn itself; the last turn of service, and of the customer; the turns of service before that, and those of the
  /// customer, which tell what the chat is about; who and where; what the rules say.
  case turn, service, customer, earlierService, earlierCustomer, frame, rules
}

/// The keys of the features of one text: n-grams of its tokens and pieces of its words; reused from text to text.
struct TextFeatures {
  /// How many tokens of the turn, and of an earlier turn, are read.
  static let turnLimit = 192
  static let earlierLimit = 64

  /// How a text is read: how many of its tokens, from its end or its beginning, in n-grams of how many.
  struct Extent {
    var limit: Int
    var orders: ClosedRange<Int>
    var fromEnd = false

    /// The turn itself; an earlier turn; the last turn of service.
    static let turn = Extent(limit: turnLimit, orders: 1...4)
    static let earlier = Extent(limit: earlierLimit, orders: 1...3)
    static let service = Extent(limit: earlierLimit, orders: 1...3, fromEnd: true)
  }

  /// All tokens of the text behind a start token, and the pieces of its words.
  private var tokens: [UInt32] = []
  private var pieces: [UInt32] = []
  private var seed: UInt64 = 0

  /// Reads a text (UTF-8).
  mutating func read(_ text: Span<UInt8>, isService: Bool, with reader: TokenReader) {
    tokens.removeAll(keepingCapacity: true)
    pieces.removeAll(keepingCapacity: true)
    tokens.append(TokenReader.Token.start)
    reader.read(text, into: &tokens, pieces: &pieces)
    tokens.append(TokenReader.Token.start)
    seed = isService ? 0x5EED_0001 : 0x5EED_0000
  }

  /// How many tokens an extent has, the start tokens around them included.
  func count(of extent: Extent) -> Int { min(tokens.count, extent.limit + 2) }

  /// Appends the keys of all n-grams of an extent, and of the pieces if those of one token are among them.
  func appendKeys(of extent: Extent, to keys: inout [UInt32]) {
    let surplus = max(0, tokens.count - 2 - extent.limit)
    let skipped = extent.fromEnd ? surplus : 0
    let count = tokens.count - surplus
    let (tokens, pieces) = (tokens.span, pieces.span)
    keys.append(addingCapacity: count * extent.orders.count + pieces.count) { keys in
      for start in 0..<count {
        var hash = seed
        for end in start..<min(start + extent.orders.upperBound, count) {
          // The first and the last token stand for the ends of the text, wherever it is cut.
          let token = end == count - 1 ? TokenReader.Token.start : tokens[end == 0 ? 0 : end + skipped]
          hash = (hash ^ UInt64(token)) &* 0x9E37_79B9_7F4A_7C15
          hash ^= hash >> 29
          if end > 0, end - start + 1 >= extent.orders.lowerBound { keys.append(Self.key(of: hash)) }
        }
      }
      guard extent.orders.lowerBound == 1 else { return }
      for at in pieces.indices { keys.append(Self.key(of: seed ^ UInt64(pieces[at]) << 16 ^ 0x7000_0000_0000_0000)) }
    }
  }

  static func key(of hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: (hash &* 0xFF51_AFD7_ED55_8CCD) >> 32) | 1
  }
}

/// The parts of a turn's context that a model tells apart, as ranks among ``TurnContext/earlier``.
struct ContextParts {
  /// The last turn of service, and the last of the customer, if there are.
  private(set) var service: Int?
  private(set) var customer: Int?
  /// Bit n is set when the turn of rank n is one of service.
  private var ofService: UInt32 = 0
  private let count: Int

  init(_ context: TurnContext) {
    count = context.count
    for rank in (0..<count).reversed() {
      if context.earlier[rank].speaker.isService {
        service = rank
        ofService |= 1 << UInt32(rank)
      } else {
        customer = rank
      }
    }
  }

  /// Calls `body` with the ranks of one side's turns before its last, the newest first.
  @inline(__always)
  func forEachEarlier(isService: Bool, _ body: (Int) -> Void) {
    for rank in 0..<count where rank != service && rank != customer && (ofService >> UInt32(rank) & 1 == 1) == isService
    {
      body(rank)
    }
  }
}

/// What a model reads of one turn: the keys of the features of each block; reused from turn to turn.
///
/// Training reads turns so, and it says what the features are; ``NetworkInputs`` finds their sums with less work.
package struct TurnFeatures: Sendable {
  /// The keys of all blocks, block after block; a key is a hash of an n-gram and is never 0.
  package private(set) var keys: [UInt32] = []
  /// Where each block ends in ``keys``.
  package private(set) var ends = [Int](repeating: 0, count: FeatureBlock.allCases.count)
  private var text = TextFeatures()

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
    let parts = ContextParts(context)
    add(turn.text, of: batch, by: turn.speaker, .turn, with: reader)
    let length = text.count(of: .turn)
    close(.turn)
    if let service = parts.service { add(context.earlier[service], of: batch, .service, with: reader) }
    close(.service)
    if let customer = parts.customer { add(context.earlier[customer], of: batch, .earlier, with: reader) }
    close(.customer)
    parts.forEachEarlier(isService: true) { add(context.earlier[$0], of: batch, .earlier, with: reader) }
    close(.earlierService)
    parts.forEachEarlier(isService: false) { add(context.earlier[$0], of: batch, .earlier, with: reader) }
    close(.earlierCustomer)
    Self.append(frame: Self.frame(of: turn.speaker, in: context, length: length), to: &keys)
    close(.frame)
    keys += signals
    close(.rules)
  }

  /// How many frames there are (``frame(of:in:length:)``).
  static let frameCount = 2 * 3 * 5 * 11

  /// Who speaks, after whom, where in the chat, and how much is said (in tokens), as a number from 0.
  static func frame(of speaker: Speaker, in context: TurnContext, length: Int) -> Int {
    let own = speaker.isService ? 1 : 0
    let newest = context.count == 0 ? 2 : context.earlier[0].speaker.isService ? 1 : 0
    let bucket = length < 24 ? length / 4 : min(6 + (length - 24) / 16, 10)
    return ((own * 3 + newest) * 5 + min(context.turnsBefore, 4)) * 11 + bucket
  }

  /// Appends the keys of a frame.
  static func append(frame: Int, to keys: inout [UInt32]) {
    let own = UInt64(frame / 165)
    let values: [4 of UInt64] = [own, UInt64(frame / 55 % 3), UInt64(frame / 11 % 5), UInt64(frame % 11)]
    for kind in 0..<4 {
      keys.append(TextFeatures.key(of: 0x51 &+ UInt64(kind) << 8 &+ values[kind] << 16 &+ own << 32))
    }
  }

  private mutating func close(_ block: FeatureBlock) { ends[block.rawValue] = keys.count }

  private mutating func add(
    _ earlier: TurnContext.Earlier, of batch: TurnBatch, _ extent: TextFeatures.Extent, with reader: TokenReader
  ) {
    add(earlier.text, of: batch, by: earlier.speaker, extent, with: reader)
  }

  private mutating func add(
    _ range: ByteRange, of batch: TurnBatch, by speaker: Speaker, _ extent: TextFeatures.Extent,
    with reader: TokenReader
  ) {
    text.read(batch.bytes.span.extracting(range.range), isService: speaker.isService, with: reader)
    text.appendKeys(of: extent, to: &keys)
  }
}
