/// Byte strings numbered from 0 in the order they first came, found again without an allocation.
struct ByteTable {
  private var arena: [UInt8] = []
  private var entries: [(start: Int, count: Int, hash: UInt64)] = []
  private var slots: [Int32]

  init() { slots = Array(repeating: -1, count: 1024) }

  var count: Int { entries.count }

  /// The number of these bytes, and whether they are new here.
  mutating func number(of bytes: Span<UInt8>) -> (number: Int, isNew: Bool) {
    let hash = stableHash(bytes)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if entries[number].hash == hash, isEqual(entries[number].start, entries[number].count, bytes) {
        return (number, false)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let number = entries.count
    entries.append((arena.count, bytes.count, hash))
    for index in bytes.indices { arena.append(bytes[index]) }
    slots[slot] = Int32(number)
    if entries.count * 2 > slots.count { grow() }
    return (number, true)
  }

  /// Lends the bytes with a number.
  func withBytes<T>(_ number: Int, _ body: (Span<UInt8>) throws -> T) rethrows -> T {
    let entry = entries[number]
    return try body(arena.span.extracting(entry.start..<entry.start + entry.count))
  }

  private func isEqual(_ start: Int, _ count: Int, _ bytes: Span<UInt8>) -> Bool {
    guard count == bytes.count else { return false }
    for index in bytes.indices where arena[start + index] != bytes[index] { return false }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (number, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }
}
