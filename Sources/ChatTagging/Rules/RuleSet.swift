import ChatModel

/// Rules made ready for reading: words with numbers, rules with the words they wait for.
struct RuleSet: Sendable {
  /// One field of rules of one task: it stands in a clause when any of its words does.
  typealias Term = Int32

  /// A rule without references, so that reading one costs nothing but its bytes.
  struct Rule: Sendable {
    var condition: Condition
    /// The terms that must all stand in the clause, in `withTerms`.
    var with: Range<Int32>
    var then: Term
    var within: Int32
    var without: Term
    var turn: Term
    var nowhere: Term
    var agent: Term
    /// What it gives, in `gifts`.
    var gifts: Range<Int32>
    var task: TaggingTask
  }

  /// A label with what a rule adds to it, in log-odds.
  struct Gift: Sendable {
    var label: Int32
    var weight: Float
  }

  /// What a word is good for.
  struct Word: Sendable {
    /// The tasks that use it; in lines of `words` a longer word hides it from its own tasks.
    var tasks: TaskSet
    var role: GrammarRole
    /// Its terms in `wordTerms`, and what any of them is waited for.
    var terms: Range<Int32>
    var uses: TermUses
    /// Its first or last character is a letter or digit: no other may stand beside it.
    var guardsStart: Bool
    var guardsEnd: Bool
    var isLatin: Bool
  }

  /// A term of a word, with what reading a text needs of it.
  struct WordTerm: Sendable {
    var term: Term
    /// The rules that it lets speak, in `rulesOfTerms`.
    var rules: Range<Int32>
    var tasks: TaskSet
    /// Whether it belongs to a line of `words`, where the longest match wins.
    var isLexicon: Bool
    var uses: TermUses
  }

  /// A rule that waits for no word.
  struct Wordless: Sendable {
    var condition: Condition
    var rule: Int32
  }

  static let none: Term = -1

  var automaton: WordAutomaton
  var words: [Word] = []
  /// The names of a word's groups, for people.
  var groupNames: [String] = []
  var wordTerms: [WordTerm] = []
  var termCount = 0
  var rulesOfTerms: [Int32] = []
  var rules: [Rule] = []
  /// The rules of a shop's own files.
  var ownRules: Set<Int32> = []
  /// The ids of the rules, for people.
  var ids: [String] = []
  /// The rules as their files write them, for people; empty where they were not compiled from files.
  var sources: [RuleSource] = []
  var withTerms: [Term] = []
  var gifts: [Gift] = []
  /// For each task the rules that wait for no word.
  var wordless: [[Wordless]] = []
  /// What each label has before any rule speaks, in log-odds.
  var bias: [Float]
}

/// Where rules look for a term, apart from those that it lets speak.
struct TermUses: OptionSet {
  var rawValue: UInt8

  /// In the same clause, in the same turn, in the last service turn.
  static let clause = TermUses(rawValue: 1 << 0)
  static let turn = TermUses(rawValue: 1 << 1)
  static let service = TermUses(rawValue: 1 << 2)
}

/// The parts that words play in the grammar of a clause; the groups of `grammar.yaml` with these names.
struct GrammarRole: OptionSet {
  var rawValue: UInt16

  /// Ends a clause.
  static let pause = GrammarRole(rawValue: 1 << 0)
  /// Begins a clause.
  static let but = GrammarRole(rawValue: 1 << 1)
  /// Turns the word after it round.
  static let not = GrammarRole(rawValue: 1 << 2)
  /// Says that what comes after is not wanted.
  static let unwanted = GrammarRole(rawValue: 1 << 3)
  /// Makes its clause a question wherever it stands.
  static let ask = GrammarRole(rawValue: 1 << 4)
  /// Makes its clause a question at the end.
  static let askAtEnd = GrammarRole(rawValue: 1 << 5)
  /// Makes its clause a condition.
  static let condition = GrammarRole(rawValue: 1 << 6)
  /// Tells somebody else's words.
  static let quote = GrammarRole(rawValue: 1 << 7)
  /// Is not what it looks like: hides every word inside it.
  static let exception = GrammarRole(rawValue: 1 << 8)

  /// Stands for a number or a name, such as `[订单x]`.
  static let number = GrammarRole(rawValue: 1 << 9)

  static let names: [(name: String, role: GrammarRole)] = [
    ("pause", pause), ("but", but), ("not", not), ("unwanted", unwanted), ("ask", ask), ("ask-at-end", askAtEnd),
    ("if", condition), ("quote", quote), ("exception", exception), ("number", number),
  ]
}
