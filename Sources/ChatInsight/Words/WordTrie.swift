/// Words as a tree over the bytes of UTF-8, found in one pass over a text.
///
/// Small enough to stay in a core's cache: the children of a node are a list, and the first character of a word, where
/// most searches end, is a table. No word begins with a character outside of the basic plane (an emoji).
struct WordTrie: Sendable {
  private struct Node: Sendable {
    var byte: UInt8
    /// Whether a word ends here.
    var isEnd = false
    /// The first child, and the next child of the same parent; 0: none.
    var child: UInt16 = 0, sibling: UInt16 = 0
  }

  /// Node 0 stands for no node.
  private var nodes = [Node(byte: 0)]
  /// The node of the first character of words, by its scalar.
  private var roots = [UInt16](repeating: 0, count: 1 << 16)
  /// The entries whose word ends at a node.
  private var ends: [[Int16]] = [[]]

  /// Adds a word of an entry; Latin capitals count as small letters.
  mutating func add(_ word: some StringProtocol, entry: Int) {
    let bytes = word.utf8.map(Self.folded)
    guard !bytes.isEmpty else { return }
    let (first, length) = Self.character(at: 0, of: bytes.span)
    guard first != 0 else { return }
    if roots[first] == 0 { roots[first] = makeNode(bytes[length - 1]) }
    var node = Int(roots[first])
    for byte in bytes.dropFirst(length) {
      var next = child(of: node, byte)
      if next == 0 {
        next = Int(makeNode(byte))
        nodes[next].sibling = nodes[node].child
        nodes[node].child = UInt16(next)
      }
      node = next
    }
    nodes[node].isEnd = true
    ends[node].append(Int16(entry))
  }

  private mutating func makeNode(_ byte: UInt8) -> UInt16 {
    nodes.append(Node(byte: byte))
    ends.append([])
    return UInt16(nodes.count - 1)
  }

  private func child(of node: Int, _ byte: UInt8) -> Int {
    var child = Int(nodes[node].child)
    while child != 0, nodes[child].byte != byte { child = Int(nodes[child].sibling) }
    return child
  }

  /// Whether a byte is the first of a character that words begin with: few are.
  func mayBegin(at start: Int, of text: Span<UInt8>) -> Bool {
    text[start] & 0xC0 != 0x80 && roots[Self.character(at: start, of: text).scalar] != 0
  }

  /// Calls `body` with the end and the entries of every word that begins at the first byte of a character, the shortest
  /// first.
  ///
  /// Letters and digits of ASCII count as whole words only: `red` is not in `hundred`.
  @inline(always)
  func forEachWord(at start: Int, of text: Span<UInt8>, _ body: (_ end: Int, _ entries: [Int16]) -> Void) {
    let (first, length) = Self.character(at: start, of: text)
    var node = Int(roots[first])
    if node == 0 || start > 0 && Self.isLatin(text[start]) && Self.isLatin(text[start - 1]) { return }
    var index = start + length
    while node != 0 {
      if nodes[node].isEnd, index == text.count || !Self.isLatin(text[index - 1]) || !Self.isLatin(text[index]) {
        body(index, ends[node])
      }
      if index == text.count { return }
      node = child(of: node, Self.folded(text[index]))
      index += 1
    }
  }

  /// The scalar that begins at a byte, 0 for one outside of the basic plane, and its length; Latin capitals count as
  /// small letters.
  private static func character(at start: Int, of text: Span<UInt8>) -> (scalar: Int, length: Int) {
    func bits(_ offset: Int) -> Int { Int(text[start + offset] & 0x3F) }
    switch text[start] {
    case 0..<0x80: return (Int(folded(text[start])), 1)
    case 0x80..<0xE0: return (Int(text[start] & 0x1F) << 6 | bits(1), 2)
    case 0xE0..<0xF0: return (Int(text[start] & 0xF) << 12 | bits(1) << 6 | bits(2), 3)
    default: return (0, 4)
    }
  }

  private static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  private static func isLatin(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
  }
}
