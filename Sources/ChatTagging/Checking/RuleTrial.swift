import ChatModel

/// Tries rules out on texts made of their own words.
struct RuleTrial {
  /// Stands between words and belongs to none: a radical that nobody writes.
  private static let gap: Unicode.Scalar = "\u{2E80}"
  /// So many words of another field are tried beside a word.
  private static let othersTried = 12

  private let rules: RuleSet
  private var reading = Reading()
  private var board: ScoreBoard

  init(_ rules: RuleSet) {
    self.rules = rules
    board = ScoreBoard(for: rules)
  }

  /// Whether a text with this word of the rule's `say` and words of its other fields lets it fire, the facts it asks
  /// for given.
  ///
  /// - Parameters:
  ///   - number: of the rule in the set.
  ///   - then: the words that may follow.
  ///   - others: for each `with`, then for `turn`, then for `agent`, the words of the field.
  mutating func fires(
    _ number: Int32, _ rule: RuleSource, word: [Unicode.Scalar], then: [[Unicode.Scalar]],
    with others: [[[Unicode.Scalar]]]
  ) -> Bool {
    let most = min(Self.othersTried, max(1, then.count, others.map(\.count).max() ?? 0))
    for choice in 0..<most {
      func pick(_ words: [[Unicode.Scalar]]) -> [Unicode.Scalar] { words.isEmpty ? [] : words[choice % words.count] }
      let agent = pick(others[others.count - 1])
      let turn = pick(others[others.count - 2])
      // Apart from each other; then close together; then in a longer turn, a short turn, a long one.
      for (parted, padding) in [(true, 0), (false, 0), (true, 12), (true, 48)] {
        let gap = parted ? [Self.gap] : []
        var text = word + (then.isEmpty ? [] : gap + pick(then))
        for words in others.dropLast(2) { text += gap + pick(words) }
        if padding > 0 { text += [Unicode.Scalar](repeating: Self.gap, count: padding) }
        if !turn.isEmpty { text += ["\n"] + turn }
        if fires(number, rule, text, agent) { return true }
      }
    }
    return false
  }

  private mutating func fires(
    _ number: Int32, _ rule: RuleSource, _ text: [Unicode.Scalar], _ agent: [Unicode.Scalar]
  ) -> Bool {
    board.forgetService()
    if !agent.isEmpty {
      read(agent)
      let terms = reading.hits.flatMap { hit in
        rules.words[Int(hit.word)].terms.map { rules.wordTerms[Int($0)].term }
      }
      board.rememberService(terms)
    }
    read(text)
    board.begin(reading, rules)
    let facts = reading.facts.union(Facts(rawValue: rule.condition.required))
    board.score(TaskSet(rule.task), reading, facts, rules)
    return board.firings.contains { $0.rule == number }
  }

  private mutating func read(_ text: [Unicode.Scalar]) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text)
    let bytes = Array(String(view).utf8)
    reading.read(bytes.span, with: rules)
  }
}
