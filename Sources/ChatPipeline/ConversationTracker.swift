public import ChatModel

/// Gives each turn its context: what the stream has shown of its conversation before it.
///
/// Fed with batches in file order. Remembers the conversations last seen, at least ``capacity`` of them and at most
/// twice as many (two generations, so that forgetting depends on the stream alone); one that was forgotten starts anew.
public struct ConversationTracker: Sendable {
  /// How many conversations are surely remembered.
  public static let capacity = 16_384

  private var young: [UInt64: Memory] = [:]
  private var old: [UInt64: Memory] = [:]

  public init() {}

  /// Fills `batch.contexts`; texts of earlier batches that are still needed are appended to the batch's bytes.
  ///
  /// Two shops may use the same id. As in the database a turn without a shop belongs to the chat of its id that was
  /// touched last, and the first shop that comes names a chat that had none.
  public mutating func link(_ batch: inout TurnBatch) {
    batch.contexts.removeAll(keepingCapacity: true)
    batch.contexts.reserveCapacity(batch.turns.count)
    // Under an id its chat that was touched last; those of other shops are put aside under both.
    var open: [UInt64: Chat] = [:]
    var order: [UInt64] = []
    func keep(_ chat: Chat, _ key: UInt64) { if open.updateValue(chat, forKey: key) == nil { order.append(key) } }
    for turn in batch.turns {
      let id = stableHash(batch.bytes.span.extracting(turn.conversationID.range))
      let shop = turn.shop.count == 0 ? nil : stableHash(batch.bytes.span.extracting(turn.shop.range))
      var chat = open[id] ?? recall(id, into: &batch)
      if let shop, chat.shop != shop {
        if let other = chat.shop {
          keep(chat, id &+ other)
          chat = open[id &+ shop] ?? recall(id &+ shop, into: &batch)
        }
        chat.shop = shop
      }
      batch.contexts.append(chat.context)
      chat.context.turnsBefore += 1
      if turn.speaker != .system && turn.messageType != .recall && !turn.text.isEmpty {
        chat.context.push(.init(speaker: turn.speaker, text: batch.bytes.span.prefix(of: turn.text)))
      }
      keep(chat, id)
    }
    for key in order {
      if let chat = open[key] { young[key] = Memory(chat, batch) }
      if young.count >= Self.capacity { (old, young) = (young, [:]) }
    }
  }

  private func recall(_ key: UInt64, into batch: inout TurnBatch) -> Chat {
    (young[key] ?? old[key])?.chat(in: &batch) ?? Chat()
  }
}

/// What is known of one chat: its last turns, in the bytes of a batch, and its shop.
private struct Chat {
  var context = TurnContext()
  var shop: UInt64?
}

/// One chat between batches, in one piece of memory: there are thousands of them, made anew all the time.
private struct Memory: Sendable {
  /// The bytes of a head: the speaker, and the length of the text in two bytes.
  private static let headSize = 3

  private let shop: UInt64?
  private let turnsBefore: Int
  /// How many turns there are.
  private let count: Int
  /// Their heads, newest first, and their texts in the same order.
  private let bytes: [UInt8]

  init(_ chat: Chat, _ batch: TurnBatch) {
    let context = chat.context
    (shop, turnsBefore, count) = (chat.shop, context.turnsBefore, context.count)
    var bytes: [UInt8] = []
    bytes.reserveCapacity((0..<count).reduce(0) { $0 + Self.headSize + Int(context.earlier[$1].text.count) })
    for rank in 0..<count {
      let earlier = context.earlier[rank]
      bytes += [earlier.speaker.rawValue, UInt8(earlier.text.count >> 8), UInt8(earlier.text.count & 0xFF)]
    }
    for rank in 0..<count { bytes += batch.bytes[context.earlier[rank].text.range] }
    self.bytes = bytes
  }

  /// The chat, its texts appended to the batch.
  func chat(in batch: inout TurnBatch) -> Chat {
    var chat = Chat(shop: shop)
    (chat.context.turnsBefore, chat.context.count) = (turnsBefore, count)
    var start = batch.bytes.count
    batch.bytes += bytes.dropFirst(count * Self.headSize)
    for rank in 0..<count {
      let head = rank * Self.headSize
      let length = Int(bytes[head + 1]) << 8 | Int(bytes[head + 2])
      chat.context.earlier[rank] = .init(
        speaker: Speaker(rawValue: bytes[head]) ?? .system, text: ByteRange(start: start, count: length))
      start += length
    }
    return chat
  }
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

/// FNV-1a over bytes with a final mix (Fowler, Noll, Vo; finaliser of MurmurHash3): stable across runs and machines.
func stableHash(_ bytes: Span<UInt8>) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
  hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
  return hash ^ (hash >> 33)
}
