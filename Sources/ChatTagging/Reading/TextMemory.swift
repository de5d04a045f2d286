import ChatModel
import Foundation

/// Remembers texts read of late, so that what they say need not be found again.
///
/// A text is read in its turn and then up to ``TurnContext/depth`` times as the context of later ones, and service
/// sends the same words over and over. A slot holds one text, found by its bytes and by whether service said it, never
/// by its hash alone; what is kept about it elsewhere is valid for the slot's filling only. So results do not depend
/// on what was remembered. A text not met for long gives way to a new one (SIEVE; Zhang and others, "SIEVE is simpler
/// than LRU", 2024), but none that was met since ``beginGroup()``.
struct TextMemory {
  /// Where a text is remembered: a slot from 0, and the number of its filling, which no other text ever has.
  struct Place: Equatable {
    var slot: Int
    var filling: UInt64
  }

  /// How many bytes of a text are remembered at most; a longer one is a new text each time.
  private static let limit = 512
  /// So many slots a turn may need: its own text, those of its context, and what a text found twice may take.
  static let leastCapacity = TurnContext.depth + 4

  /// How many texts are remembered.
  let capacity: Int
  /// One slot after the other, as far as they have been used.
  private var bytes: [UInt8] = []
  /// Hash of the text in each slot; its length and speaker, -1 if it cannot be found.
  private var hashes: [UInt64]
  private var kinds: [Int32]
  private var fillings: [UInt64]
  private var filled: UInt64 = 0

  /// For the low bits of a hash the first slot, and for each slot the next one of the same bits; -1 = none.
  private var heads: [Int32]
  private var next: [Int32]
  /// Whether each slot's text was met since the hand passed; in which group it was met last.
  private var wasMet: [Bool]
  private var groups: [UInt64]
  private var group: UInt64 = 1

  /// All slots in a ring by when they were filled, with one more slot between the newest and the oldest; the hand goes
  /// from older ones to newer ones, and takes the first that was not met since it passed.
  private var newer: [Int32]
  private var older: [Int32]
  private var hand: Int

  /// Where a text of the batch at work was found, by where it stands in the batch's bytes.
  private struct Sight {
    var text = ByteRange.none
    var isService = false
    var place = Place(slot: 0, filling: 0)
  }

  private var sights = [Sight](repeating: Sight(), count: 512)

  /// A memory of so many texts, ``leastCapacity`` at least.
  init(capacity: Int) {
    self.capacity = max(capacity, Self.leastCapacity)
    hashes = Array(repeating: 0, count: self.capacity)
    fillings = hashes
    groups = hashes
    kinds = Array(repeating: -1, count: self.capacity)
    next = kinds
    wasMet = Array(repeating: false, count: self.capacity)
    newer = Array(repeating: Int32(self.capacity), count: self.capacity + 1)
    older = newer
    hand = self.capacity
    var size = 16
    while size < self.capacity { size *= 2 }
    heads = Array(repeating: -1, count: size)
    bytes.reserveCapacity(self.capacity * Self.limit)
  }

  /// Forgets where texts stand: from here on, another batch is meant.
  mutating func beginBatch() {
    for at in sights.indices { sights[at].text = .none }
    beginGroup()
  }

  /// From here on, the places found before may be given to other texts; those found after stay as they are until the
  /// next call, for as many turns as the memory has room (``leastCapacity`` for each).
  mutating func beginGroup() { group += 1 }

  /// The place of a text of the batch at work, whose bytes are these.
  mutating func place(of text: ByteRange, in bytes: Span<UInt8>, isService: Bool) -> Place {
    let at = (Int(text.start) ^ Int(text.start) >> 9) & (sights.count - 1)
    let sight = sights[at]
    if sight.text == text, sight.isService == isService, !text.isEmpty,
      fillings[sight.place.slot] == sight.place.filling
    {
      groups[sight.place.slot] = group
      return sight.place
    }
    let place = place(of: bytes.extracting(text.range), isService: isService)
    sights[at] = Sight(text: text, isService: isService, place: place)
    return place
  }

  /// The place of a text, which takes that of another if it was not remembered.
  mutating func place(of text: Span<UInt8>, isService: Bool) -> Place {
    guard text.count <= Self.limit else { return takeSlot() }
    let kind = Int32(text.count) << 1 | (isService ? 1 : 0)
    let hash = Self.hash(of: text) ^ UInt64(kind)
    let head = Int(truncatingIfNeeded: hash) & (heads.count - 1)
    var slot = Int(heads[head])
    while slot >= 0 {
      if hashes[slot] == hash, kinds[slot] == kind, holds(text, at: slot) {
        (wasMet[slot], groups[slot]) = (true, group)
        return Place(slot: slot, filling: fillings[slot])
      }
      slot = Int(next[slot])
    }
    let place = takeSlot()
    (hashes[place.slot], kinds[place.slot]) = (hash, kind)
    // Not before: what gave way may have stood first.
    (next[place.slot], heads[head]) = (heads[head], Int32(place.slot))
    unsafe text.bytes.withUnsafeBytes { text in
      unsafe bytes.withUnsafeMutableBytes { kept in
        unsafe kept[(place.slot * Self.limit)...].copyBytes(from: text)
      }
    }
    return place
  }

  /// A slot for a text that is not remembered.
  private mutating func takeSlot() -> Place {
    let slot = filled < capacity ? Int(filled) : giveWay()
    if bytes.count <= slot * Self.limit { bytes.append(contentsOf: repeatElement(0, count: Self.limit)) }
    filled += 1
    (kinds[slot], fillings[slot], groups[slot]) = (-1, filled, group)
    let newest = older[capacity]
    (older[slot], newer[slot]) = (newest, Int32(capacity))
    (newer[Int(newest)], older[capacity]) = (Int32(slot), Int32(slot))
    return Place(slot: slot, filling: filled)
  }

  /// Makes a slot free, and takes it out of the ring.
  private mutating func giveWay() -> Int {
    while hand == capacity || groups[hand] == group || wasMet[hand] {
      if hand < capacity { wasMet[hand] = false }
      hand = Int(newer[hand])
    }
    let slot = hand
    hand = Int(newer[slot])
    (newer[Int(older[slot])], older[hand]) = (Int32(hand), older[slot])
    if kinds[slot] >= 0 { forget(slot) }
    return slot
  }

  /// Takes the text in a slot out of those that can be found.
  private mutating func forget(_ slot: Int) {
    let head = Int(truncatingIfNeeded: hashes[slot]) & (heads.count - 1)
    if heads[head] == Int32(slot) {
      heads[head] = next[slot]
      return
    }
    var before = Int(heads[head])
    while Int(next[before]) != slot { before = Int(next[before]) }
    next[before] = next[slot]
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
