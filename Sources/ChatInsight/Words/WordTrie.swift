/// Words as a tree over the bytes of UTF-8, found in one pass over a text.
///
/// Small enough to stay in a core's cache: the children of a node are a list, and the first two characters of a word,
/// where most searches end, are looked up in tables. No word begins with a character outside of the basic plane (an
/// emoji).
struct WordTrie: Sendable {
  /// 65,536 bits; an index is taken modulo their number.
  private struct Bits: Sendable {
    private var words = [UInt64](repeating: 0, count: 1 << 10)

    subscript(index: Int) -> Bool { words[index >> 6 & 0x3FF] >> UInt64(index & 63) & 1 != 0 }

    mutating func set(_ index: Int) { words[index >> 6 & 0x3FF] |= 1 << UInt64(index & 63) }
  }

  private struct Node: Sendable {
    var byte: UInt8
    /// The first of the entries whose word ends here, as a place in ``ends``; 0: none.
    var end: UInt16 = 0
    /// The first child, and the next child of the same parent; 0: none.
    var child: UInt16 = 0, sibling: UInt16 = 0
  }

  /// Node 0 stands for no node.
  private var nodes = [Node(byte: 0)]
  /// The node of the first character of words, by its scalar.
  private var roots = [UInt16](repeating: 0, count: 1 << 16)
  /// A bit for each pair of characters that words begin with, at a hash of the pair; one for each that is a word.
  private var pairs = Bits(), single = Bits()
  /// Entries whose word ends at a node, each with the place of the next one there; place 0 stands for no entry.
  private var ends: [(entry: Int, next: UInt16)] = [(0, 0)]

  /// Adds a word of an entry; Latin capitals count as small letters.
  mutating func add(_ word: some StringProtocol, entry: Int) {
    let bytes = word.utf8.map(Self.folded)
    guard !bytes.isEmpty else { return }
    let (first, length) = Self.character(at: 0, of: bytes.span)
    guard first != 0 else { return }
    if roots[first] == 0 { roots[first] = makeNode(bytes[length - 1]) }
    if length < bytes.count {
      pairs.set(Self.hash(first, Self.character(at: length, of: bytes.span).scalar))
    } else {
      single.set(first)
    }
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
    ends.append((entry, nodes[node].end))
    nodes[node].end = UInt16(ends.count - 1)
  }

  private mutating func makeNode(_ byte: UInt8) -> UInt16 {
    nodes.append(Node(byte: byte))
    return UInt16(nodes.count - 1)
  }

  private func child(of node: Int, _ byte: UInt8) -> Int {
    var child = Int(nodes[node].child)
    while child != 0, nodes[child].byte != byte { child = Int(nodes[child].sibling) }
    return child
  }

  /// Calls `body` with the place of every character that a word may begin at, by the look of two: few are.
  ///
  /// Letters and digits of ASCII count as whole words only: `red` is not in `hundred`.
  @inline(always)
  func forEachStart(in text: Span<UInt8>, _ body: (Int) -> Void) {
    guard !text.isEmpty else { return }
    var start = 0
    var (scalar, length) = Self.character(at: 0, of: text)
    while start < text.count {
      let end = start + length
      let next = end < text.count ? Self.character(at: end, of: text) : (0, 0)
      if pairs[Self.hash(scalar, next.0)] || single[scalar],
        start == 0 || !Self.isLatin(text[start]) || !Self.isLatin(text[start - 1])
      {
        body(start)
      }
      (start, scalar, length) = (end, next.0, next.1)
    }
  }

  private static func hash(_ first: Int, _ second: Int) -> Int { (first &* 0x9E37 ^ second &* 0x79B9) >> 3 }

  /// Calls `body` with the end and the entry of every word that begins at the first byte of a character, the shortest
  /// first; of entries that share a word, the one added last.
  @inline(always)
  func forEachWord(at start: Int, of text: Span<UInt8>, _ body: (_ end: Int, _ entry: Int) -> Void) {
    let (first, length) = Self.character(at: start, of: text)
    var node = Int(roots[first])
    var index = start + length
    while node != 0 {
      var end = Int(nodes[node].end)
      if end != 0, index == text.count || !Self.isLatin(text[index - 1]) || !Self.isLatin(text[index]) {
        while end != 0 {
          body(index, ends[end].entry)
          end = Int(ends[end].next)
        }
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
