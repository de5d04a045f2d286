public import ChatModel

/// Gives each turn its context: what the stream has shown of its conversation before it.
///
/// Fed with batches in file order. Remembers the conversations last seen, at least ``capacity`` of them and at most
/// twice as many (two generations, so that forgetting depends on the stream alone); one that was forgotten starts anew.
public struct ConversationTracker: Sendable {
  /// How many conversations are surely remembered.
  public static let capacity = 32_768

  private var young: [UInt64: Memory] = [:]
  private var old: [UInt64: Memory] = [:]

  public init() {}

  /// Fills `batch.contexts`; texts of earlier batches that are still needed are appended to the batch's bytes.
  public mutating func link(_ batch: inout TurnBatch) {
    batch.contexts.removeAll(keepingCapacity: true)
    batch.contexts.reserveCapacity(batch.turns.count)
    var open: [UInt64: TurnContext] = [:]
    var order: [UInt64] = []
    for turn in batch.turns {
      let key = batch.bytes.span.conversationKey(of: turn)
      var context: TurnContext
      if let known = open[key] {
        context = known
      } else {
        context = recall(key, into: &batch)
        order.append(key)
      }
      batch.contexts.append(context)
      context.turnsBefore += 1
      if turn.speaker != .system && turn.messageType != .recall && !turn.text.isEmpty {
        context.push(.init(speaker: turn.speaker, text: batch.bytes.span.prefix(of: turn.text)))
      }
      open[key] = context
    }
    for key in order { if let context = open[key] { remember(key, context, batch) } }
  }

  private func recall(_ key: UInt64, into batch: inout TurnBatch) -> TurnContext {
    var context = TurnContext()
    guard let memory = young[key] ?? old[key] else { return context }
    context.turnsBefore = memory.turnsBefore
    var start = batch.bytes.count
    batch.bytes += memory.bytes
    for (speaker, count) in memory.earlier {
      context.earlier[context.count] = .init(speaker: speaker, text: ByteRange(start: start, count: count))
      context.count += 1
      start += count
    }
    return context
  }

  private mutating func remember(_ key: UInt64, _ context: TurnContext, _ batch: TurnBatch) {
    var memory = Memory(turnsBefore: context.turnsBefore)
    for index in 0..<context.count {
      let earlier = context.earlier[index]
      memory.earlier.append((earlier.speaker, Int(earlier.text.count)))
      memory.bytes += batch.bytes[earlier.text.range]
    }
    young[key] = memory
    if young.count >= Self.capacity { (old, young) = (young, [:]) }
  }
}

/// The last turns of one conversation, newest first, with the bytes of all texts in that order.
private struct Memory: Sendable {
  var turnsBefore: Int
  var earlier: [(speaker: Speaker, count: Int)] = []
  var bytes: [UInt8] = []
}

extension TurnContext {
  fileprivate mutating func push(_ turn: Earlier) {
    for index in stride(from: Self.depth - 1, to: 0, by: -1) { earlier[index] = earlier[index - 1] }
    earlier[0] = turn
    count = min(count + 1, Self.depth)
  }
}

extension Span<UInt8> {
  /// The first bytes of a text, at most ``TurnContext/textLimit``, cut at a scalar's end.
  fileprivate func prefix(of text: ByteRange) -> ByteRange {
    guard Int(text.count) > TurnContext.textLimit else { return text }
    var end = Int(text.start) + TurnContext.textLimit
    while self[end] & 0xC0 == 0x80 { end -= 1 }
    return ByteRange(start: Int(text.start), count: end - Int(text.start))
  }
}

extension Span<UInt8> {
  /// A hash of what tells a turn's conversation from others, as in the database: its id and its shop.
  func conversationKey(of turn: Turn) -> UInt64 {
    stableHash(extracting(turn.conversationID.range)) &* 31 &+ stableHash(extracting(turn.shop.range))
  }
}

/// FNV-1a over bytes with a final mix (Fowler, Noll, Vo; finaliser of MurmurHash3): stable across runs and machines.
func stableHash(_ bytes: Span<UInt8>) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
  hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
  return hash ^ (hash >> 33)
}
