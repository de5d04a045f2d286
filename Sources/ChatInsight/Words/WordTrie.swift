/// Words as a tree over the bytes of UTF-8, found in one pass over a text.
struct WordTrie: Sendable {
  /// 256 children for each node; 0: none.
  private var children = [UInt16](repeating: 0, count: 256)
  /// The entries whose word ends at a node.
  private var ends: [[Int16]] = [[]]
  /// A bit for the first three bytes of each word: at most places of a text it saves the look at the large tree.
  private var heads = [UInt64](repeating: 0, count: 1024)
  /// Whether a word of one or two bytes begins with a byte.
  private var isShort = [Bool](repeating: false, count: 256)

  /// Adds a word of an entry; Latin capitals count as small letters.
  mutating func add(_ word: some StringProtocol, entry: Int) {
    let head = word.utf8.prefix(3).map(Self.folded)
    if head.count == 3 {
      let bit = Self.bit(head[0], head[1], head[2])
      heads[bit >> 6] |= 1 << UInt64(bit & 63)
    } else if let first = head.first {
      isShort[Int(first)] = true
    }
    var node = 0
    for byte in word.utf8 {
      let place = node << 8 | Int(Self.folded(byte))
      if children[place] == 0 {
        children[place] = UInt16(ends.count)
        children.append(contentsOf: repeatElement(0, count: 256))
        ends.append([])
      }
      node = Int(children[place])
    }
    ends[node].append(Int16(entry))
  }

  /// Calls `body` with the end and the entries of every word that begins at a byte, the shortest first.
  ///
  /// Letters and digits of ASCII count as whole words only: `red` is not in `hundred`.
  func forEachWord(at start: Int, of text: Span<UInt8>, _ body: (_ end: Int, _ entries: [Int16]) -> Void) {
    if start > 0, Self.isLatin(text[start]), Self.isLatin(text[start - 1]) { return }
    let first = Self.folded(text[start])
    if start + 2 < text.count, !isShort[Int(first)] {
      let bit = Self.bit(first, Self.folded(text[start + 1]), Self.folded(text[start + 2]))
      if heads[bit >> 6] & 1 << UInt64(bit & 63) == 0 { return }
    }
    var node = 0
    var index = start
    while index < text.count {
      node = Int(children[node << 8 | Int(Self.folded(text[index]))])
      guard node != 0 else { return }
      index += 1
      if !ends[node].isEmpty, index == text.count || !Self.isLatin(text[index - 1]) || !Self.isLatin(text[index]) {
        body(index, ends[node])
      }
    }
  }

  /// The place of three bytes in ``heads``, which other bytes may share.
  private static func bit(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Int {
    let bytes = UInt32(a) << 16 | UInt32(b) << 8 | UInt32(c)
    return Int((bytes &* 0x9E37_79B1) >> 16)
  }

  private static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  private static func isLatin(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
  }
}
