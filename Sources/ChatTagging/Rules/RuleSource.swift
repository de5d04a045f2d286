/// A rule as a file writes it, checked for form but not yet compiled.
struct RuleSource {
  /// Words of one field: alternatives, each a word or the `<name>` of a group.
  struct Words {
    /// As the file writes it: fields that are written alike share their words.
    var text = ""
    /// Lower-case scalars of each word.
    var words: [[Unicode.Scalar]] = []
    var groups: [String] = []

    var isEmpty: Bool { words.isEmpty && groups.isEmpty }
  }

  var id: String
  /// Whether it is a line of `words`, where the longest match wins; other rules see every word.
  var isLexicon = false
  var task: TaggingTask
  var file: String
  var line: Int
  /// One of these must stand in the text; none when the rule rests on conditions alone.
  var say = Words()
  /// All of these must stand in the same clause; each means one of its alternatives.
  var with: [Words] = []
  /// Must follow in the same clause, at most `within` scalars after.
  var then = Words()
  var within = 1000
  var without = Words()
  /// Must, and must not, stand anywhere in the turn.
  var turn = Words()
  var nowhere = Words()
  /// Must stand in the last service turn.
  var agent = Words()
  var condition = Condition()
  var gifts: [RuleSet.Gift] = []
}

/// What one rule file says.
struct RuleFileContents {
  var groups: [(name: String, words: RuleSource.Words, line: Int)] = []
  var bias: [(label: Int, weight: Float)] = []
  var rules: [RuleSource] = []
  /// Pairs of characters, the first read as the second.
  var variants: [(Unicode.Scalar, Unicode.Scalar)] = []
  /// Ids of rules that no longer apply, with their lines.
  var forbidden: [(id: String, line: Int)] = []
}

extension RuleSource.Words {
  /// Reads `refund | money back | <group>`; spaces inside a word count, those around it do not.
  init(separatedByBars text: String) {
    self.text = text
    var word: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      switch scalar {
      case "|":
        add(&word)
      case " ", "\n":
        if !word.isEmpty { word.append(" ") }
      case "A"..."Z":
        word.append(Unicode.Scalar(UInt8(scalar.value) + 32))
      default:
        word.append(scalar)
      }
    }
    add(&word)
  }

  private mutating func add(_ word: inout [Unicode.Scalar]) {
    while word.last == " " { word.removeLast() }
    if word.count > 2, word.first == "<", word.last == ">" {
      var name = String.UnicodeScalarView()
      name.append(contentsOf: word[1..<word.count - 1])
      groups.append(String(name))
    } else if !word.isEmpty {
      words.append(word)
    }
    word.removeAll(keepingCapacity: true)
  }
}
