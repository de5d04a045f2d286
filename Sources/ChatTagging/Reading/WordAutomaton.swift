/// Finds all words of the rules in one pass over a text.
///
/// An Aho–Corasick automaton (Aho and Corasick, "Efficient string matching", 1975) over folded characters: upper and
/// full-width letters are read as lower ones, Traditional characters as Simplified ones, and every character that no
/// word has as one and the same. Its edges stand in one open-addressed table, so that building it takes a millisecond.
struct WordAutomaton: Sendable {
  /// The state before anything was read.
  static let start: Int32 = 0

  private struct Edge {
    /// Node and symbol; `.max` for an empty slot.
    var key = UInt32.max
    var target: Int32 = 0
  }

  private struct Node {
    /// One bit for the low six bits of each symbol that goes on from here: most nodes have few, so most are ruled out.
    var symbols: UInt64 = 0
    /// Where to go on after a mismatch.
    var failure: Int32 = 0
    /// The word that ends here, or -1.
    var word: Int32 = -1
    /// The nearest node on the way of failures where a word ends, or 0.
    var shorter: Int32 = 0
  }

  /// For each scalar below U+20000 its symbol; 0 for those that no word has.
  private var symbols = [UInt16](repeating: 0, count: 0x20000)
  private var edges: [Edge]
  private var mask: Int
  private var rootTargets: [Int32] = []
  private var nodes = [Node()]
  /// For each word its length in scalars.
  private(set) var lengths: [Int32] = []
  /// The length of the longest word in scalars.
  private(set) var longest = 0

  /// An automaton of different words; `variants` are pairs of characters, the first read as the second.
  init(words list: [[Unicode.Scalar]], variants: [(Unicode.Scalar, Unicode.Scalar)]) {
    let characters = list.reduce(0) { $0 + $1.count }
    var capacity = 16
    while capacity < characters * 2 { capacity *= 2 }
    edges = [Edge](repeating: Edge(), count: capacity)
    mask = capacity - 1
    var parents: [Int32] = [0]
    var incoming: [UInt16] = [0]
    var depths = [0]
    var known: UInt16 = 0
    for (index, word) in list.enumerated() {
      var node = Self.start
      for scalar in word {
        let folded = Self.fold(scalar)
        if symbols[folded] == 0 {
          known += 1
          symbols[folded] = known
        }
        let symbol = symbols[folded]
        if let target = target(of: node, symbol) {
          node = target
          continue
        }
        let new = Int32(nodes.count)
        insert(node, symbol, new)
        nodes.append(Node())
        parents.append(node)
        incoming.append(symbol)
        depths.append(depths[Int(node)] + 1)
        node = new
      }
      nodes[Int(node)].word = Int32(index)
      lengths.append(Int32(word.count))
      longest = max(longest, word.count)
    }
    link(parents: parents, incoming: incoming, depths: depths, symbolCount: Int(known) + 1)
    foldSymbols(variants)
  }

  /// Whether there are more nodes or different characters than the edges have room for.
  var isTooLarge: Bool { nodes.count >= 1 << 19 || rootTargets.count >= 1 << 13 }

  // MARK: Reading

  /// The state after one more scalar.
  @inline(__always)
  func next(_ state: Int32, _ scalar: UInt32) -> Int32 {
    let symbol = scalar < 0x20000 ? symbols[Int(scalar)] : 0
    guard symbol != 0 else { return Self.start }
    var node = state
    while node != Self.start {
      if let target = target(of: node, symbol) { return target }
      node = nodes[Int(node)].failure
    }
    return rootTargets[Int(symbol)]
  }

  /// Calls `body` with each word that ends in this state, the longest first.
  @inline(__always)
  func forEachWord(endingIn state: Int32, _ body: (Int) -> Void) {
    var node = nodes[Int(state)].word >= 0 ? state : nodes[Int(state)].shorter
    while node != Self.start {
      body(Int(nodes[Int(node)].word))
      node = nodes[Int(node)].shorter
    }
  }

  /// The character as the automaton reads it, apart from variants.
  private static func fold(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x41...0x5A: Int(scalar.value) + 0x20
    case 0xFF21...0xFF3A: Int(scalar.value) - 0xFF21 + 0x61
    case 0xFF01...0xFF5E: Int(scalar.value) - 0xFEE0
    case 0x3000, 0x09, 0x0A, 0x0D, 0xA0: 0x20
    case 0x2018, 0x2019: 0x27
    case 0..<0x20000: Int(scalar.value)
    default: 0
    }
  }

  // MARK: Building

  /// Gives the symbol of each character also to those that are read as it.
  private mutating func foldSymbols(_ variants: [(Unicode.Scalar, Unicode.Scalar)]) {
    for (variant, plain) in variants where symbols[Self.fold(variant)] == 0 {
      symbols[Self.fold(variant)] = symbols[Self.fold(plain)]
    }
    let folded = [0x09...0x0D, 0x41...0x5A, 0xA0...0xA0, 0x2018...0x2019, 0x3000...0x3000, 0xFF01...0xFF5E]
    for value in folded.joined() {
      guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
      symbols[value] = symbols[Self.fold(scalar)]
    }
  }

  /// Sets failures and shorter words, from the root down: a node's failure is never deeper than its parent.
  private mutating func link(parents: [Int32], incoming: [UInt16], depths: [Int], symbolCount: Int) {
    rootTargets = [Int32](repeating: 0, count: symbolCount)
    for symbol in 1..<max(1, symbolCount) {
      rootTargets[symbol] = target(of: Self.start, UInt16(symbol)) ?? Self.start
    }
    var byDepth = [[Int]](repeating: [], count: longest + 1)
    for node in nodes.indices { byDepth[depths[node]].append(node) }
    for node in byDepth.dropFirst(2).joined() {
      var state = nodes[Int(parents[node])].failure
      while state != Self.start, target(of: state, incoming[node]) == nil { state = nodes[Int(state)].failure }
      let failure = target(of: state, incoming[node]) ?? Self.start
      nodes[node].failure = failure
      nodes[node].shorter = nodes[Int(failure)].word >= 0 ? failure : nodes[Int(failure)].shorter
    }
  }

  @inline(__always)
  private func target(of node: Int32, _ symbol: UInt16) -> Int32? {
    guard nodes[Int(node)].symbols >> UInt64(symbol & 63) & 1 == 1 else { return nil }
    let key = Self.key(node, symbol)
    var slot = Self.slot(key) & mask
    while edges[slot].key != key {
      if edges[slot].key == .max { return nil }
      slot = (slot + 1) & mask
    }
    return edges[slot].target
  }

  private mutating func insert(_ node: Int32, _ symbol: UInt16, _ target: Int32) {
    let key = Self.key(node, symbol)
    var slot = Self.slot(key) & mask
    while edges[slot].key != .max { slot = (slot + 1) & mask }
    edges[slot] = Edge(key: key, target: target)
    nodes[Int(node)].symbols |= 1 << UInt64(symbol & 63)
  }

  /// 19 bits of the node, 13 of the symbol; ``isTooLarge`` guards both.
  @inline(__always)
  private static func key(_ node: Int32, _ symbol: UInt16) -> UInt32 { UInt32(bitPattern: node) << 13 | UInt32(symbol) }

  /// Fibonacci hashing: the multiplier is 2^32 divided by the golden ratio.
  @inline(__always)
  private static func slot(_ key: UInt32) -> Int { Int((key &* 0x9E37_79B9) >> 8) }
}

// MARK: As bytes

extension WordAutomaton {
  /// Appends all that reading needs, but for the tables that are quickly made of it.
  func write(to out: inout LittleEndianWriter) {
    let known = symbols.indices.filter { symbols[$0] != 0 }
    out.writeShort(known.count)
    for scalar in known {
      out.writeShort(scalar)
      out.writeShort(symbols[scalar])
    }
    out.writeShort(rootTargets.count)
    out.writeShort(nodes.count)
    out.writeShort(edges.count)
    var incoming = [UInt32](repeating: 0, count: nodes.count)
    for edge in edges where edge.key != .max { incoming[Int(edge.target)] = edge.key }
    for (node, key) in zip(nodes, incoming).dropFirst() {
      out.writeShort(key)
      for number in [node.failure, node.word + 1, node.shorter] { out.writeShort(number) }
    }
    out.writeShort(lengths.count)
    for length in lengths { out.writeShort(length) }
  }

  /// Reads what ``write(to:)`` wrote.
  init(from reader: inout LittleEndianReader) {
    (edges, mask) = ([], 0)
    for _ in 0..<(unsafe reader.short() as Int) {
      let scalar: Int = unsafe reader.short()
      symbols[scalar] = unsafe reader.short()
    }
    rootTargets = unsafe [Int32](repeating: 0, count: reader.short())
    nodes = unsafe [Node](repeating: Node(), count: reader.short())
    edges = unsafe [Edge](repeating: Edge(), count: reader.short())
    mask = edges.count - 1
    for node in nodes.indices.dropFirst() {
      let key: UInt32 = unsafe reader.short()
      let (parent, symbol) = (Int32(key >> 13), UInt16(key & 0x1FFF))
      insert(parent, symbol, Int32(node))
      if parent == Self.start { rootTargets[Int(symbol)] = Int32(node) }
      nodes[node].failure = unsafe reader.short()
      nodes[node].word = unsafe reader.short() - 1
      nodes[node].shorter = unsafe reader.short()
    }
    lengths = (0..<(unsafe reader.short() as Int)).map { _ in unsafe reader.short() }
    longest = Int(lengths.max() ?? 0)
  }
}
