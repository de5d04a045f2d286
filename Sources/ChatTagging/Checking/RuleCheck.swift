import ChatModel

/// Looks for rules that say the same or the opposite, and for words and rules that no turn can meet.
struct RuleCheck {
  private(set) var findings: [RuleFinding] = []

  private let checked: Set<String>
  private var groups: [String: RuleSource.Words] = [:]
  private var trial: RuleTrial

  /// - Parameter checked: the names of the files whose rules are told about.
  init(_ book: RuleBook, _ set: RuleSet, checked: Set<String>) {
    self.checked = checked
    trial = RuleTrial(set)
    for (_, contents) in book.contents {
      for (name, words, _) in contents.groups {
        groups[name, default: RuleSource.Words()].words += words.words
        groups[name, default: RuleSource.Words()].groups += words.groups
      }
    }
    let rules = book.sources.filter { !$0.gifts.isEmpty }
    comparePatterns(rules)
    compareWords(rules)
    // A compiled set has the rules in this very order.
    for (number, rule) in rules.enumerated() where checked.contains(rule.file) { tryOut(rule, Int32(number)) }
    findUnusedGroups(book)
  }

  private mutating func tell(
    _ code: String, _ rule: RuleSource, _ message: String, _ severity: RuleFinding.Severity = .warning
  ) {
    findings.append(
      RuleFinding(severity: severity, code: code, file: rule.file, line: rule.line, message: message))
  }

  // MARK: Rules beside rules

  /// Rules that wait for the same, word for word.
  private mutating func comparePatterns(_ rules: [RuleSource]) {
    var first: [String: RuleSource] = [:]
    for rule in rules where !rule.isLexicon {
      let fields = [rule.say] + rule.with + [rule.then, rule.without, rule.turn, rule.nowhere, rule.agent]
      let pattern =
        ([
          rule.task.name, "\(rule.within)", "\(rule.with.count)", "\(rule.condition.required)",
          "\(rule.condition.forbidden)",
        ] + fields.map(Self.key)).joined(separator: "\n")
      guard let other = first[pattern] else {
        first[pattern] = rule
        continue
      }
      guard checked.contains(rule.file) else { continue }
      for gift in rule.gifts {
        guard let known = other.gifts.first(where: { $0.label == gift.label }) else { continue }
        let place = "`\(other.id)` (\(other.file):\(other.line))"
        if known.weight * gift.weight < 0 {
          tell("conflicting-rules", rule, "waits for the same as \(place) and gives the opposite")
        } else {
          tell("duplicate-rule", rule, "waits for the same as \(place) and speaks for the same label")
        }
        break
      }
    }
  }

  private static func key(_ words: RuleSource.Words) -> String {
    (words.groups.map { "<\($0)>" } + words.words.map(text)).sorted().joined(separator: "|")
  }

  private static func text(_ word: [Unicode.Scalar]) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: word)
    return String(view)
  }

  private struct WordKey: Hashable {
    var task: TaggingTask
    var word: [Unicode.Scalar]
    var required, forbidden: UInt128
  }

  /// Words that stand in two lines for one label, or in a shop's line for another label than in one that ships.
  private mutating func compareWords(_ rules: [RuleSource]) {
    var seen: [WordKey: [(rule: RuleSource, gift: RuleSet.Gift)]] = [:]
    for rule in rules where rule.isLexicon {
      for word in rule.say.words {
        let key = WordKey(
          task: rule.task, word: word, required: rule.condition.required, forbidden: rule.condition.forbidden)
        let gift = rule.gifts[0]
        if checked.contains(rule.file) {
          for other in seen[key] ?? [] {
            let place = "\(other.rule.file):\(other.rule.line)"
            let label = rule.task.labels[Int(other.gift.label) - rule.task.firstLabel]
            if other.gift.label == gift.label {
              tell("duplicate-word", rule, "“\(Self.text(word))” stands at \(place) already: both weights count")
            } else if !checked.contains(other.rule.file), other.gift.weight >= 1, gift.weight >= 1 {
              tell(
                "conflicting-words", rule,
                "“\(Self.text(word))” speaks for \(label) at \(place) (+\(other.gift.weight)): forbid "
                  + "`\(other.rule.id)`, or give more weight here, if it must not")
            }
          }
        }
        seen[key, default: []].append((rule, gift))
      }
    }
  }

  // MARK: Rules by themselves

  private mutating func tryOut(_ rule: RuleSource, _ number: Int32) {
    let missing = rule.condition.required & ~Facts.known(to: rule.task, byWord: !rule.say.isEmpty).rawValue
    if missing != 0 {
      let names = Facts.allNames(in: Facts(rawValue: missing)).joined(separator: ", ")
      return tell("never-fires", rule, "`\(rule.id)` can never fire: \(names) is not known when it is asked")
    }
    if rule.condition.required & rule.condition.forbidden != 0 {
      return tell("never-fires", rule, "`\(rule.id)` can never fire: it asks for a condition and for its opposite")
    }
    let others = rule.with.map(expanded) + [expanded(rule.turn), expanded(rule.agent)]
    let then = expanded(rule.then)
    let words = rule.say.isEmpty ? [[]] : expanded(rule.say)
    let mute = words.filter { !trial.fires(number, rule, word: $0, then: then, with: others) }
    guard !mute.isEmpty else { return }
    if mute.count == words.count {
      return tell(
        "never-fires", rule, "`\(rule.id)` can never fire: no turn that has its words meets all its conditions")
    }
    let own = Set(rule.say.words)
    for word in mute where own.contains(word) {
      tell("never-matches", rule, "“\(Self.text(word))” can never match here: what it holds is hidden or kept out")
    }
  }

  /// The words of a field, those of its groups among them.
  private func expanded(_ words: RuleSource.Words) -> [[Unicode.Scalar]] {
    var (found, open, done) = (words.words, words.groups, Set<String>())
    while let name = open.popLast() {
      guard done.insert(name).inserted, let group = groups[name] else { continue }
      found += group.words
      open += group.groups
    }
    return found
  }

  private mutating func findUnusedGroups(_ book: RuleBook) {
    var used = Set(GrammarRole.names.map(\.name))
    for rule in book.sources {
      let fields = rule.with + [rule.say, rule.then, rule.without, rule.turn, rule.nowhere, rule.agent]
      for field in fields { used.formUnion(field.groups) }
    }
    for group in groups.values { used.formUnion(group.groups) }
    for (file, contents) in book.contents where checked.contains(file) {
      for (name, _, line) in contents.groups where !used.contains(name) {
        findings.append(
          RuleFinding(
            severity: .warning, code: "unused-group", file: file, line: line,
            message: "no rule uses the group <\(name)>"))
      }
    }
  }
}

extension Facts {
  /// The facts that can be known when a rule of a task is asked, by a word or, without `say`, for the turn.
  static func known(to task: TaggingTask, byWord: Bool) -> Facts {
    var facts: Facts = [.question, .shouted, .short, .brief, .long, .number]
    facts.formUnion(byWord ? [.negated, .refused, .asked, .conditional, .quoted] : .wordless)
    guard task != .acts else { return facts }
    if task == .stage { return Act.allCases.reduce(into: facts) { $0.formUnion(.did($1)) } }
    facts.formUnion([.first, .unanswered, .replying, .topical])
    for act in Act.allCases { facts.formUnion(.after(act)) }
    for intent in Intent.allCases {
      facts.formUnion(.topic(intent))
      if task != .intents { facts.formUnion(.given(intent)) }
    }
    if task == .intensity { for emotion in Emotion.allCases { facts.formUnion(.felt(emotion)) } }
    return facts
  }

  /// The names of all facts in a set, as rule files write them.
  static func allNames(in facts: Facts) -> [String] {
    names(in: facts) + Intent.allCases.filter { facts.contains(.given($0)) }.map { "given:\($0.name)" }
      + Emotion.allCases.filter { facts.contains(.felt($0)) }.map { "felt:\($0.name)" }
      + Act.allCases.filter { facts.contains(.did($0)) }.map { "did:\($0.name)" }
  }
}
