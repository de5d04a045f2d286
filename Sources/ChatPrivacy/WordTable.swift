/// Words with a value each, found by the longest match at a position of a text.
///
/// All units of all words stand in one array, and words with the same first unit side by side, found through a small
/// open-addressed table: a look costs a few nanoseconds and touches no reference count.
struct WordTable<Value: Sendable>: Sendable {
  private struct Entry {
    /// The word's first unit in `units` and how many there are.
    var start, count: Int
    var value: Value
  }

  private var units: [UInt32] = []
  private var entries: [Entry] = []
  /// The entries that begin with a unit, longest first; an empty range is a free slot.
  private var slots: [(first: UInt32, entries: Range<Int>)] = []
  private var firsts = ScalarSet()

  init(_ lists: [(value: Value, words: [[UInt32]])]) {
    var groups: [UInt32: [(word: [UInt32], value: Value)]] = [:]
    for (value, words) in lists {
      for word in words where !word.isEmpty { groups[word[0], default: []].append((word, value)) }
    }
    var size = 4
    while size < groups.count * 2 { size *= 2 }
    slots = Array(repeating: (0, 0..<0), count: size)
    for (first, group) in groups.sorted(by: { $0.key < $1.key }) {
      let start = entries.count
      for (word, value) in group.sorted(by: { $0.word.count > $1.word.count }) {
        entries.append(Entry(start: units.count, count: word.count, value: value))
        units += word
      }
      var slot = home(first)
      while !slots[slot].entries.isEmpty { slot = (slot + 1) & (size - 1) }
      slots[slot] = (first, start..<entries.count)
      firsts.insert(first)
    }
  }

  @inline(__always)
  private func home(_ first: UInt32) -> Int { Int(first &* 0x9E37_79B1 >> 12) & (slots.count - 1) }

  /// The longest word that stands at a position: how many units, and its value.
  ///
  /// A word that begins or ends with an ASCII letter stands only where no other letter touches it there.
  @inline(__always)
  func match(_ text: borrowing FoldedText, at index: Int) -> (count: Int, value: Value)? {
    let first = text[index].lowercased
    guard firsts.contains(first) else { return nil }
    return match(text, at: index, first)
  }

  private func match(_ text: borrowing FoldedText, at index: Int, _ first: UInt32) -> (count: Int, value: Value)? {
    if first.isASCIILetter, text[index - 1].isASCIILetter { return nil }
    var slot = home(first)
    while slots[slot].first != first {
      if slots[slot].entries.isEmpty { return nil }
      slot = (slot + 1) & (slots.count - 1)
    }
    for entry in slots[slot].entries where stands(entry, in: text, at: index) {
      return (entries[entry].count, entries[entry].value)
    }
    return nil
  }

  /// Whether a word stands at a position.
  func contains(_ text: borrowing FoldedText, at index: Int) -> Bool { match(text, at: index) != nil }

  private func stands(_ entry: Int, in text: borrowing FoldedText, at index: Int) -> Bool {
    let (start, count) = (entries[entry].start, entries[entry].count)
    for offset in 1..<max(1, count) where text[index + offset].lowercased != units[start + offset] { return false }
    return !(units[start + count - 1].isASCIILetter && text[index + count].isASCIILetter)
  }
}

extension WordTable where Value == Void {
  init(_ words: [[UInt32]]) { self.init([((), words)]) }
}

/// A set of scalars of the basic plane, one bit each.
struct ScalarSet: Sendable {
  private var bits = [UInt64](repeating: 0, count: 1024)

  mutating func insert(_ scalar: UInt32) {
    guard scalar < 0x10000 else { return }
    bits[Int(scalar >> 6)] |= 1 << UInt64(scalar & 63)
  }

  @inline(__always)
  func contains(_ scalar: UInt32) -> Bool {
    scalar < 0x10000 && bits[Int(scalar >> 6)] & 1 << UInt64(scalar & 63) != 0
  }
}
