/// Puts rule files together and numbers their words and rules.
struct RuleCompiler {
  private var groups: [String: RuleSource.Words] = [:]
  private var groupOrder: [String] = []
  private var sources: [RuleSource] = []
  private var sourceNumbers: [String: Int] = [:]
  private var variants: [(Unicode.Scalar, Unicode.Scalar)] = []
  private var bias = [Float](repeating: 0, count: TaggingTask.labelCount)

  private var wordNumbers: [String: Int] = [:]
  private var foldedNumbers: [[Unicode.Scalar]: Int] = [:]
  private var variantOf: [Unicode.Scalar: Unicode.Scalar] = [:]
  private var wordTexts: [[Unicode.Scalar]] = []
  private var wordTasks: [TaskSet] = []
  private var wordRoles: [GrammarRole] = []
  private var wordGroups: [[String]] = []
  private var wordTerms: [[RuleSet.Term]] = []
  private var termNumbers: [TermKey: RuleSet.Term] = [:]
  private var termTasks: [TaggingTask] = []
  private var termRules: [[Int32]] = []

  private struct TermKey: Hashable {
    var task: TaggingTask
    var words: RuleSource.Words
  }

  /// The rules of the files in this order: a later file adds to groups and words, and replaces rules of the same id.
  static func compile(_ files: [RuleFile]) throws(TaggingError) -> RuleSet {
    var compiler = RuleCompiler()
    for file in files { try compiler.add(file) }
    return try compiler.compile()
  }

  private mutating func add(_ file: RuleFile) throws(TaggingError) {
    let contents = try RuleFileParser.parse(file)
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
          code: "unknown-rule", file: file.name, line: line, message: "there is no rule `\(id)` to forbid: check its name")
      }
      // Its place stays, so that the numbers of the others do.
      sources[old].gifts = []
    }
  }

  private mutating func compile() throws(TaggingError) -> RuleSet {
    for (variant, plain) in variants { variantOf[variant] = plain }
    for (name, role) in GrammarRole.names {
      for word in try allWords(of: RuleSource.Words(groups: [name]), in: nil) where groups[name] != nil {
        let number = self.number(of: word)
        wordRoles[number].insert(role)
        wordTasks[number].insert(role == .exception ? .all : .grammar)
      }
    }
    var rules: [RuleSet.Rule] = []
    var wordless: [Int32] = []
    for source in sources where !source.gifts.isEmpty {
      let say = try term(source.say, source)
      var with: [RuleSet.Term] = []
      for words in source.with { with.append(try term(words, source)) }
      let rule = RuleSet.Rule(
        id: source.id, task: source.task, with: with, then: try term(source.then, source),
        within: Int32(source.within), without: try term(source.without, source), turn: try term(source.turn, source),
        nowhere: try term(source.nowhere, source), agent: try term(source.agent, source),
        condition: source.condition, gifts: source.gifts.map { ($0.label, $0.weight) })
      if say == RuleSet.none { wordless.append(Int32(rules.count)) } else { termRules[Int(say)].append(Int32(rules.count)) }
      rules.append(rule)
    }
    for name in groupOrder {
      for word in try allWords(of: RuleSource.Words(groups: [name]), in: nil) {
        if let number = wordNumbers[word] { wordGroups[number].append(name) }
      }
    }
    var set = RuleSet(automaton: WordAutomaton(words: wordTexts, variants: variants), bias: bias)
    (set.rules, set.wordless, set.termTasks) = (rules, wordless, termTasks)
    for rules in termRules {
      let start = set.rulesOfTerms.count
      set.rulesOfTerms += rules
      set.termRules.append(start..<set.rulesOfTerms.count)
    }
    for (number, text) in wordTexts.enumerated() {
      let start = set.termsOfWords.count
      set.termsOfWords += wordTerms[number]
      set.words.append(
        RuleSet.Word(
          tasks: wordTasks[number], role: wordRoles[number], terms: start..<set.termsOfWords.count,
          guardsStart: text.first.map { isWordCharacter($0.value) } ?? false,
          guardsEnd: text.last.map { isWordCharacter($0.value) } ?? false,
          isLatin: text.contains { isWordCharacter($0.value) }))
      set.groupNames.append(wordGroups[number].joined(separator: ","))
    }
    return set
  }

  /// The number of a field of rules, or none for an empty one.
  private mutating func term(_ words: RuleSource.Words, _ source: RuleSource) throws(TaggingError) -> RuleSet.Term {
    guard !words.isEmpty else { return RuleSet.none }
    let key = TermKey(task: source.task, words: words)
    if let known = termNumbers[key] { return known }
    let term = RuleSet.Term(termTasks.count)
    termNumbers[key] = term
    termTasks.append(source.task)
    termRules.append([])
    for word in try allWords(of: words, in: source) {
      let number = self.number(of: word)
      wordTasks[number].insert(TaskSet(source.task))
      if !wordTerms[number].contains(term) { wordTerms[number].append(term) }
    }
    return term
  }

  /// The words of a field with those of its groups, each once.
  private func allWords(of words: RuleSource.Words, in source: RuleSource?) throws(TaggingError) -> [String] {
    var found: [String] = []
    var seen: Set<String> = []
    var open = words.groups
    for word in words.words where seen.insert(word).inserted { found.append(word) }
    var opened: Set<String> = []
    while let name = open.popLast() {
      guard opened.insert(name).inserted else { continue }
      guard let group = groups[name] else {
        guard let source else { continue }
        throw TaggingError(
          code: "unknown-group", file: source.file, line: source.line,
          message: "rule `\(source.id)` names the group <\(name)>, which no file has: add it under groups")
      }
      for word in group.words where seen.insert(word).inserted { found.append(word) }
      open += group.groups
    }
    return found
  }

  private mutating func number(of word: String) -> Int {
    if let known = wordNumbers[word] { return known }
    // Two spellings of one word must be one word, or the automaton would keep only the last.
    let folded = word.lowercased().unicodeScalars.map { variantOf[$0] ?? $0 }
    if let known = foldedNumbers[folded] {
      wordNumbers[word] = known
      return known
    }
    let number = wordTexts.count
    wordNumbers[word] = number
    foldedNumbers[folded] = number
    wordTexts.append(folded)
    wordTasks.append([])
    wordRoles.append([])
    wordGroups.append([])
    wordTerms.append([])
    return number
  }
}

/// Whether a scalar is a letter or digit of ASCII, also in full width: a word of these has ends that must be free.
@inline(__always)
func isWordCharacter(_ scalar: UInt32) -> Bool {
  let value = scalar >= 0xFF01 && scalar <= 0xFF5E ? scalar - 0xFEE0 : scalar
  return value &- 0x30 < 10 || (value | 0x20) &- 0x61 < 26
}
