/// A text as read: the words found in it and the clauses they stand in.
///
/// Reused from text to text.
struct Reading {
  /// A word of the rules that stands in the text.
  ///
  /// Offsets are Unicode scalars from 0, the end is one past the last.
  struct Hit {
    var start, end: Int32
    var word: Int32
    var clause: Int32 = 0
    /// The tasks for which the word is seen: all that use it, unless an exception stands around it.
    var seen: TaskSet
    /// The tasks for which it is the longest match.
    var tasks: TaskSet
    private var bits: UInt8 = 0

    init(start: Int32, end: Int32, word: Int32, tasks: TaskSet) {
      (self.start, self.end, self.word, seen, self.tasks) = (start, end, word, tasks, tasks)
    }

    /// Negated, refused: facts of the first bits, kept in one byte, for many texts are remembered.
    var facts: Facts {
      get { Facts(rawValue: UInt128(bits)) }
      set { bits = UInt8(truncatingIfNeeded: newValue.rawValue) }
    }
  }

  /// A stretch up to a pause, in Unicode scalars.
  struct Clause {
    var start: Int32
    /// Where the words end and the pause begins.
    var contentEnd: Int32
    var end: Int32
    /// Asked, conditional, quoted.
    var facts: Facts = []
    /// Its hits.
    var hits: Range<Int> = 0..<0
  }

  /// A place where a clause ends: before and after the pause.
  struct Cut {
    var contentEnd, end: Int32
  }

  var scalars: [UInt32] = []
  var hits: [Hit] = []
  var clauses: [Clause] = []
  /// What is known of the whole text.
  var facts: Facts = []
  var cuts: [Cut] = []
}

extension Reading {
  /// Reads a text of UTF-8 bytes; bytes that are no UTF-8 are read as U+FFFD, one each.
  mutating func read(_ text: Span<UInt8>, with rules: RuleSet) {
    scalars.removeAll(keepingCapacity: true)
    hits.removeAll(keepingCapacity: true)
    clauses.removeAll(keepingCapacity: true)
    cuts.removeAll(keepingCapacity: true)
    facts = []
    scan(text, rules)
    hideShorterWords(rules)
    cutClauses(rules)
    judgeClauses(rules)
    judgeTurn()
  }

  // MARK: The one pass over the bytes

  private mutating func scan(_ text: Span<UInt8>, _ rules: RuleSet) {
    var state = WordAutomaton.start
    var index = 0
    var previous: UInt32 = 0x20
    var pending: Int32 = -1
    while index < text.count {
      let (scalar, width) = decode(text, index)
      let position = Int32(scalars.count)
      // A space beside a Chinese character is a pause: many write no other.
      if pending >= 0, scalar > 0x7F { cuts.append(Cut(contentEnd: pending, end: position)) }
      pending = -1
      if scalar == 0x0A || scalar == 0x0D {
        cuts.append(Cut(contentEnd: position, end: position + 1))
      } else if scalar == 0x20 || scalar == 0x09 || scalar == 0x3000 {
        if previous > 0x7F { cuts.append(Cut(contentEnd: position, end: position + 1)) } else { pending = position }
      }
      scalars.append(scalar)
      index += width
      state = rules.automaton.next(state, scalar)
      if state != WordAutomaton.start {
        rules.automaton.forEachWord(endingIn: state) { word in
          let start = position + 1 - rules.automaton.lengths[word]
          let info = rules.words[word]
          if info.guardsStart, start > 0, isWordCharacter(scalars[Int(start) - 1]) { return }
          hits.append(Hit(start: start, end: position + 1, word: Int32(word), tasks: info.tasks))
        }
      }
      previous = scalar
    }
  }

  @inline(__always)
  private func decode(_ text: Span<UInt8>, _ index: Int) -> (scalar: UInt32, width: Int) {
    let first = UInt32(text[index])
    if first < 0x80 { return (first, 1) }
    let width = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, index + width <= text.count else { return (0xFFFD, 1) }
    var scalar = first & (0x7F >> UInt32(width))
    for offset in 1..<width {
      let byte = UInt32(text[index + offset])
      guard byte & 0xC0 == 0x80 else { return (0xFFFD, 1) }
      scalar = scalar << 6 | byte & 0x3F
    }
    return (scalar, width)
  }
}
