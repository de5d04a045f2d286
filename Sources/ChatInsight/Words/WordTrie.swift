/// Words as a tree over the bytes of UTF-8, found in one pass over a text.
struct WordTrie: Sendable {
  /// 256 children for each node; 0: none.
  private var children = [UInt16](repeating: 0, count: 256)
  /// The entries whose word ends at a node.
  private var ends: [[Int16]] = [[]]
  /// Whether there are such entries: looked at for every byte, and without counting references.
  private var isEnd = [false]

  /// Adds a word of an entry; Latin capitals count as small letters.
  mutating func add(_ word: some StringProtocol, entry: Int) {
    var node = 0
    for byte in word.utf8 {
      let place = node << 8 | Int(Self.folded(byte))
      if children[place] == 0 {
        children[place] = UInt16(ends.count)
        children.append(contentsOf: repeatElement(0, count: 256))
        ends.append([])
        isEnd.append(false)
      }
      node = Int(children[place])
    }
    ends[node].append(Int16(entry))
    isEnd[node] = true
  }

  /// Calls `body` with the end and the entries of every word that begins at a byte, the shortest first.
  ///
  /// Letters and digits of ASCII count as whole words only: `red` is not in `hundred`.
  func forEachWord(at start: Int, of text: Span<UInt8>, _ body: (_ end: Int, _ entries: [Int16]) -> Void) {
    if start > 0, Self.isLatin(text[start]), Self.isLatin(text[start - 1]) { return }
    var node = 0
    var index = start
    while index < text.count {
      node = Int(children[node << 8 | Int(Self.folded(text[index]))])
      guard node != 0 else { return }
      index += 1
      if isEnd[node], index == text.count || !Self.isLatin(text[index - 1]) || !Self.isLatin(text[index]) {
        body(index, ends[node])
      }
    }
  }

  private static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  private static func isLatin(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
  }
}
