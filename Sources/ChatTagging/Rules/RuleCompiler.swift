/// Puts rule files together and numbers their words and rules.
struct RuleCompiler {
  private var groups: [String: RuleSource.Words] = [:]
  private var groupOrder: [String] = []
  private var groupNumbers: [String: [Int]] = [:]
  private var sources: [RuleSource] = []
  private var sourceNumbers: [String: Int] = [:]
  private var variants: [(Unicode.Scalar, Unicode.Scalar)] = []
  private var bias = [Float](repeating: 0, count: TaggingTask.labelCount)

  private var wordNumbers: [Spelling: Int] = [:]
  /// What each scalar of the first plane is read as.
  private var plain: [Unicode.Scalar] = []
  private var wordTexts: [[Unicode.Scalar]] = []
  private var wordTasks: [TaskSet] = []
  private var wordRoles: [GrammarRole] = []
  private var wordGroups: [[String]] = []
  private var wordTerms: [[RuleSet.Term]] = []
  /// When a word was last met, counted in calls of `numbers`.
  private var lastPass: [Int] = []
  private var passes = 0
  private var termNumbers: [TermKey: RuleSet.Term] = [:]
  private var termTasks: [TaskSet] = []
  private var termIsLexicon: [Bool] = []
  private var termRules: [[Int32]] = []

  /// A word as the automaton reads it; hashed with FNV-1a, for there are many and the standard hash is slow on arrays.
  private struct Spelling: Hashable {
    var scalars: [Unicode.Scalar]

    func hash(into hasher: inout Hasher) {
      hasher.combine(scalars.reduce(into: FNV.start) { FNV.add($1.value, to: &$0) })
    }
  }

  /// A field of rules; its text is compared byte by byte, for the standard comparison knows two spellings of one
  /// character for the same, which is slow.
  private struct TermKey: Hashable {
    var isLexicon: Bool
    var task: TaggingTask
    var text: String

    static func == (a: Self, b: Self) -> Bool {
      a.isLexicon == b.isLexicon && a.task == b.task && a.text.utf8.elementsEqual(b.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(text.utf8.reduce(into: FNV.start) { FNV.add(UInt32($1), to: &$0) })
    }
  }

  /// The rules of the files in this order: a later file adds to groups and words, and replaces rules of the same id.
  ///
  /// - Parameter ownFrom: the index of the first file of a shop; nil: there is none.
  static func compile(_ files: [RuleFile], ownFrom: Int? = nil) throws(TaggingError) -> RuleSet {
    var compiler = RuleCompiler()
    for (file, contents) in zip(files, RuleFileParser.parse(files)) { try compiler.add(contents.get(), of: file) }
    var set = try compiler.compile()
    let own = Set(files[(ownFrom ?? files.count)...].map(\.name))
    for (number, source) in set.sources.enumerated() where own.contains(source.file) {
      set.ownRules.insert(Int32(number))
    }
    return set
  }

  private mutating func add(_ contents: RuleFileContents, of file: RuleFile) throws(TaggingError) {
    for (name, words, _) in contents.groups {
      if groups[name] == nil { groupOrder.append(name) }
      groups[name, default: RuleSource.Words()].words += words.words
      groups[name, default: RuleSource.Words()].groups += words.groups
    }
    variants += contents.variants
    for (label, weight) in contents.bias { bias[label] = weight }
    for rule in contents.rules {
      if let old = sourceNumbers[rule.id] {
        guard sources[old].file != rule.file else {
          throw TaggingError(
            code: "same-id", file: rule.file, line: rule.line,
            message: "rule `\(rule.id)` stands twice in this file: give one another name")
        }
        sources[old] = rule
      } else {
        sourceNumbers[rule.id] = sources.count
        sources.append(rule)
      }
    }
    for (id, line) in contents.forbidden {
      guard let old = sourceNumbers[id] else {
        throw TaggingError(
          code: "unknown-rule", file: file.name, line: line,
          message: "there is no rule `\(id)` to forbid: check its name")
      }
      // Its place stays, so that the numbers of the others do.
      sources[old].gifts = []
    }
  }

  private mutating func compile() throws(TaggingError) -> RuleSet {
    plain = (0..<0x1_0000).map { Unicode.Scalar(UInt16($0)) ?? "\u{FFFD}" }
    for (variant, scalar) in variants where variant.value < 0x1_0000 { plain[Int(variant.value)] = scalar }
    for (name, role) in GrammarRole.names where groups[name] != nil {
      for number in try numbers(of: RuleSource.Words(groups: [name]), in: nil) {
        wordRoles[number].insert(role)
        wordTasks[number].insert(role == .exception ? .all : .grammar)
      }
    }
    var set = RuleSet(automaton: WordAutomaton(words: [], variants: []), bias: bias)
    set.wordless = TaggingTask.allCases.map { _ in [] }
    for source in sources where !source.gifts.isEmpty { try compile(source, into: &set) }
    for name in groupOrder {
      for number in try numbers(of: RuleSource.Words(groups: [name]), in: nil) { wordGroups[number].append(name) }
    }
    set.automaton = WordAutomaton(words: wordTexts, variants: variants)
    guard !set.automaton.isTooLarge else {
      throw TaggingError(
        code: "too-many-words", file: sources.last?.file ?? "", line: 0,
        message: "the rule files have more words than fit (about 100,000): take some out")
    }
    set.termCount = termTasks.count
    let uses = Self.uses(in: set)
    let rulesOfTerms = termRules.map { set.rulesOfTerms.extend(with: $0) }
    for (number, text) in wordTexts.enumerated() {
      let terms = wordTerms[number].map { term in
        RuleSet.WordTerm(
          term: term, rules: rulesOfTerms[Int(term)], tasks: termTasks[Int(term)],
          isLexicon: termIsLexicon[Int(term)], uses: uses[Int(term)])
      }
      set.words.append(
        RuleSet.Word(
          tasks: wordTasks[number], role: wordRoles[number], terms: set.wordTerms.extend(with: terms),
          uses: terms.reduce([]) { $0.union($1.uses) },
          guardsStart: text.first.map { isWordCharacter($0.value) } ?? false,
          guardsEnd: text.last.map { isWordCharacter($0.value) } ?? false,
          isLatin: text.contains { isWordCharacter($0.value) }))
      set.groupNames.append(wordGroups[number].joined(separator: ","))
    }
    return set
  }

  /// For each term where the rules look for it.
  private static func uses(in set: RuleSet) -> [TermUses] {
    var uses = [TermUses](repeating: [], count: set.termCount)
    func note(_ term: RuleSet.Term, _ use: TermUses) { if term != RuleSet.none { uses[Int(term)].insert(use) } }
    for term in set.withTerms { note(term, .clause) }
    for rule in set.rules {
      for term in [rule.then, rule.without] { note(term, .clause) }
      for term in [rule.turn, rule.nowhere] { note(term, .turn) }
      note(rule.agent, .service)
    }
    return uses
  }

  private mutating func compile(_ source: RuleSource, into set: inout RuleSet) throws(TaggingError) {
    let number = Int32(set.rules.count)
    let say = try term(source.say, source)
    if say == RuleSet.none {
      set.wordless[Int(source.task.rawValue)].append(RuleSet.Wordless(condition: source.condition, rule: number))
    } else {
      termRules[Int(say)].append(number)
    }
    var with: [RuleSet.Term] = []
    for words in source.with { with.append(try term(words, source)) }
    set.rules.append(
      RuleSet.Rule(
        condition: source.condition, with: set.withTerms.extend(with: with), then: try term(source.then, source),
        within: Int32(source.within), without: try term(source.without, source), turn: try term(source.turn, source),
        nowhere: try term(source.nowhere, source), agent: try term(source.agent, source),
        gifts: set.gifts.extend(with: source.gifts), task: source.task))
    set.ids.append(source.id)
    set.sources.append(source)
  }

  /// The number of a field of rules, or none for an empty one.
  private mutating func term(_ words: RuleSource.Words, _ source: RuleSource) throws(TaggingError) -> RuleSet.Term {
    guard !words.isEmpty else { return RuleSet.none }
    let key = TermKey(isLexicon: source.isLexicon, task: source.task, text: words.text)
    if let known = termNumbers[key] { return known }
    let term = RuleSet.Term(termTasks.count)
    termNumbers[key] = term
    termTasks.append(TaskSet(source.task))
    termIsLexicon.append(source.isLexicon)
    termRules.append([])
    for number in try numbers(of: words, in: source) {
      wordTasks[number].insert(TaskSet(source.task))
      wordTerms[number].append(term)
    }
    return term
  }

  /// The numbers of the words of a field and of its groups, each once.
  private mutating func numbers(of words: RuleSource.Words, in source: RuleSource?) throws(TaggingError) -> [Int] {
    var found = words.words.map { number(of: $0) }
    for name in words.groups { found += try numbers(ofGroup: name, in: source) }
    passes += 1
    return found.filter { number in
      defer { lastPass[number] = passes }
      return lastPass[number] != passes
    }
  }

  private mutating func numbers(ofGroup name: String, in source: RuleSource?) throws(TaggingError) -> [Int] {
    if let known = groupNumbers[name] { return known }
    guard let group = groups[name] else {
      guard let source else { return [] }
      throw TaggingError(
        code: "unknown-group", file: source.file, line: source.line,
        message: "rule `\(source.id)` names the group <\(name)>, which no file has: add it under groups")
    }
    // Set before its own groups are opened, so that a circle ends.
    groupNumbers[name] = []
    let found = try numbers(of: group, in: source)
    groupNumbers[name] = found
    return found
  }

  /// Two spellings of one word are one word, or the automaton would keep only the last.
  private mutating func number(of word: [Unicode.Scalar]) -> Int {
    let folded = word.map { $0.value < 0x1_0000 ? plain[Int($0.value)] : $0 }
    if let known = wordNumbers[Spelling(scalars: folded)] { return known }
    let number = wordTexts.count
    wordNumbers[Spelling(scalars: folded)] = number
    wordTexts.append(folded)
    wordTasks.append([])
    wordRoles.append([])
    wordGroups.append([])
    wordTerms.append([])
    lastPass.append(0)
    return number
  }
}

extension Array {
  /// Appends elements and says where they stand.
  mutating func extend(with elements: [Element]) -> Range<Int32> {
    let start = Int32(count)
    append(contentsOf: elements)
    return start..<Int32(count)
  }
}

/// Whether a scalar is a letter or digit of ASCII, also in full width: a word of these has ends that must be free.
@inline(__always)
func isWordCharacter(_ scalar: UInt32) -> Bool {
  let value = scalar >= 0xFF01 && scalar <= 0xFF5E ? scalar - 0xFEE0 : scalar
  return value &- 0x30 < 10 || (value | 0x20) &- 0x61 < 26
}
