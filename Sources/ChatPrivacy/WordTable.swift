/// Words with a value each, found by the longest match at a position of a text.
struct WordTable<Value: Sendable>: Sendable {
  private struct Entry {
    var word: [UInt32]
    var value: Value
  }

  /// Longest first.
  private var entries: [UInt32: [Entry]] = [:]
  private var firsts = ScalarSet()

  init(_ lists: [(value: Value, words: [[UInt32]])]) {
    for (value, words) in lists {
      for word in words {
        guard let first = word.first else { continue }
        firsts.insert(first)
        entries[first, default: []].append(Entry(word: word, value: value))
      }
    }
    for first in entries.keys {
      // Equal lengths keep their order in the file, which Swift's stable sort does.
      entries[first]?.sort { $0.word.count > $1.word.count }
    }
  }

  /// The longest word that stands at a position: how many units, and its value.
  ///
  /// A word that begins or ends with an ASCII letter stands only where no other letter touches it there.
  func match(_ text: borrowing FoldedText, at index: Int) -> (count: Int, value: Value)? {
    let first = text[index].lowercased
    guard firsts.contains(first), let candidates = entries[first] else { return nil }
    for entry in candidates where stands(entry.word, in: text, at: index) { return (entry.word.count, entry.value) }
    return nil
  }

  /// Whether a word stands at a position.
  func contains(_ text: borrowing FoldedText, at index: Int) -> Bool { match(text, at: index) != nil }

  private func stands(_ word: [UInt32], in text: borrowing FoldedText, at index: Int) -> Bool {
    for offset in 1..<max(1, word.count) where text[index + offset].lowercased != word[offset] { return false }
    if word[0].isASCIILetter, text[index - 1].isASCIILetter { return false }
    let last = word[word.count - 1]
    return !(last.isASCIILetter && text[index + word.count].isASCIILetter)
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
