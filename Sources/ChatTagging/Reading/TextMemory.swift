import ChatModel
import Foundation

/// Remembers texts read of late, so that what they say need not be found again.
///
/// A text is read in its turn and then up to ``TurnContext/depth`` times as the context of later ones, and service
/// sends the same words over and over. A place holds one text, found by its bytes and by whether service said it, never
/// by its hash alone; what is kept about it elsewhere is valid for the place's filling only. So results do not depend
/// on what was remembered.
struct TextMemory {
  /// Where a text is remembered: a slot from 0, and the number of its filling.
  struct Place {
    var slot: Int
    var filling: UInt64
  }

  /// How many slots there are: one more than texts remembered, for a text that is too long.
  var slots: Int { capacity + 1 }
  /// How many bytes of a text are remembered at most.
  private static let limit = 512

  private let capacity: Int
  private var bytes: [UInt8]
  /// Hash of the text in each slot; its length and speaker.
  private var hashes: [UInt64]
  private var kinds: [Int32]
  private var fillings: [UInt64]
  private var filled: UInt64 = 0

  /// Where a text of the batch at work was found, by where it stands in the batch's bytes.
  private struct Sight {
    var text = ByteRange.none
    var isService = false
    var place = Place(slot: 0, filling: 0)
  }

  private var sights = [Sight](repeating: Sight(), count: 64)

  /// A memory of at most so many texts.
  init(capacity: Int) {
    self.capacity = capacity
    bytes = Array(repeating: 0, count: capacity * Self.limit)
    hashes = Array(repeating: 0, count: capacity)
    kinds = Array(repeating: -1, count: capacity)
    fillings = hashes
  }

  /// Forgets where texts stand: from here on, another batch is meant.
  mutating func beginBatch() {
    for at in sights.indices { sights[at].text = .none }
  }

  /// The place of a text of the batch at work, whose bytes are these.
  mutating func place(of text: ByteRange, in bytes: Span<UInt8>, isService: Bool) -> Place {
    let at = (Int(text.start) ^ Int(text.start) >> 6) & (sights.count - 1)
    let sight = sights[at]
    if sight.text == text, sight.isService == isService, !text.isEmpty,
      fillings[sight.place.slot] == sight.place.filling
    {
      return sight.place
    }
    let place = place(of: bytes.extracting(text.range), isService: isService)
    if place.slot < capacity { sights[at] = Sight(text: text, isService: isService, place: place) }
    return place
  }

  /// The place of a text, which takes that of another if it was not remembered.
  mutating func place(of text: Span<UInt8>, isService: Bool) -> Place {
    guard text.count <= Self.limit else {
      filled += 1
      return Place(slot: capacity, filling: filled)
    }
    let kind = Int32(text.count) << 1 | (isService ? 1 : 0)
    let hash = Self.hash(of: text) ^ UInt64(kind)
    let slot = Int(hash >> 32) % capacity
    if hashes[slot] == hash, kinds[slot] == kind, holds(text, at: slot) {
      return Place(slot: slot, filling: fillings[slot])
    }
    filled += 1
    (hashes[slot], kinds[slot], fillings[slot]) = (hash, kind, filled)
    unsafe text.bytes.withUnsafeBytes { text in
      unsafe bytes.withUnsafeMutableBytes { kept in
        unsafe kept[(slot * Self.limit)...].copyBytes(from: text)
      }
    }
    return Place(slot: slot, filling: filled)
  }

  private func holds(_ text: Span<UInt8>, at slot: Int) -> Bool {
    let count = text.count
    return unsafe text.bytes.withUnsafeBytes { text in
      unsafe bytes.withUnsafeBytes { kept in
        guard let kept = kept.baseAddress, let text = text.baseAddress else { return count == 0 }
        return unsafe memcmp(kept + slot * Self.limit, text, count) == 0
      }
    }
  }

  /// Eight bytes at a time, multiplied and folded.
  private static func hash(of text: Span<UInt8>) -> UInt64 {
    unsafe text.bytes.withUnsafeBytes { text in
      var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
      var at = 0
      while at + 8 <= text.count {
        hash = unsafe (hash ^ text.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0xFF51_AFD7_ED55_8CCD
        hash ^= hash >> 32
        at += 8
      }
      var rest: UInt64 = 0
      while at < text.count {
        rest = unsafe rest << 8 | UInt64(text[at])
        at += 1
      }
      hash = (hash ^ rest) &* 0xFF51_AFD7_ED55_8CCD
      return hash ^ hash >> 29
    }
  }
}
