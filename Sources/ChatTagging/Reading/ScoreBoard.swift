/// What the rules have given so far in one turn, in log-odds.
///
/// "Stands in this clause", "stands in this turn", "fired already" are kept as the time of the last such event on a
/// clock of the board, so that nothing needs to be cleared from turn to turn.
struct ScoreBoard {
  /// A rule that fired, with the hit that let it (or -1).
  struct Firing {
    var rule: Int32
    var hit: Int32
  }

  private(set) var scores: [Float]
  private(set) var firings: [Firing] = []
  private var clock: Int32 = 0
  private var turnBegan: Int32 = 0
  private var serviceBegan: Int32 = 0
  private var lastInClause: [Int32]
  private var lastInTurn: [Int32]
  private var lastInService: [Int32]
  private var lastFired: [Int32]

  init(for rules: RuleSet) {
    scores = rules.bias
    lastInClause = [Int32](repeating: 0, count: rules.termCount)
    lastInTurn = lastInClause
    lastInService = lastInClause
    lastFired = [Int32](repeating: 0, count: rules.rules.count)
  }

  /// Forgets the last service turn.
  mutating func forgetService() { serviceBegan = clock + 1 }

  /// Until ``resumeService(_:)`` no words of service are known.
  mutating func suspendService() -> Int32 {
    defer { serviceBegan = .max }
    return serviceBegan
  }

  /// Knows again what was known before ``suspendService()``, which gave this.
  mutating func resumeService(_ began: Int32) { serviceBegan = began }

  /// Remembers the words of the last service turn.
  mutating func rememberService(_ terms: [RuleSet.Term]) {
    clock += 1
    serviceBegan = clock
    for term in terms { lastInService[Int(term)] = clock }
  }

  /// Begins with a text that was read: all labels at their bias.
  mutating func begin(_ reading: borrowing Reading, _ rules: RuleSet) {
    clock += 1
    turnBegan = clock
    for label in scores.indices { scores[label] = rules.bias[label] }
    firings.removeAll(keepingCapacity: true)
    for index in reading.hits.indices {
      let hit = reading.hits[index]
      let word = rules.words[Int(hit.word)]
      guard word.uses.contains(.turn) else { continue }
      for at in word.terms {
        let term = rules.wordTerms[Int(at)]
        if term.uses.contains(.turn), Self.isActive(term, hit, .all) { lastInTurn[Int(term.term)] = clock }
      }
    }
  }

  /// Lets the rules of these tasks speak; `facts` are those of the turn and its conversation.
  mutating func score(_ tasks: TaskSet, _ reading: borrowing Reading, _ facts: Facts, _ rules: RuleSet) {
    var facts = facts
    let before = firings.count
    for at in reading.clauses.indices where !reading.clauses[at].hits.isEmpty {
      let clause = reading.clauses[at]
      clock += 1
      for index in clause.hits {
        let hit = reading.hits[index]
        let word = rules.words[Int(hit.word)]
        guard word.uses.contains(.clause), !hit.seen.isDisjoint(with: tasks) else { continue }
        for at in word.terms {
          let term = rules.wordTerms[Int(at)]
          if term.uses.contains(.clause), Self.isActive(term, hit, tasks) { lastInClause[Int(term.term)] = clock }
        }
      }
      for index in clause.hits {
        let hit = reading.hits[index]
        if hit.seen.isDisjoint(with: tasks) { continue }
        let known = facts.union(clause.facts).union(hit.facts)
        for at in rules.words[Int(hit.word)].terms {
          let term = rules.wordTerms[Int(at)]
          guard !term.rules.isEmpty, Self.isActive(term, hit, tasks) else { continue }
          for place in term.rules {
            let rule = rules.rulesOfTerms[Int(place)]
            guard lastFired[Int(rule)] < turnBegan else { continue }
            if holds(rules.rules[Int(rule)], known, rules, reading, index, clause.hits) { fire(rule, by: index, rules) }
          }
        }
      }
    }
    if firings.count == before { facts.insert(.wordless) }
    for task in TaggingTask.allCases where tasks.contains(TaskSet(task)) {
      for waiting in rules.wordless[Int(task.rawValue)] where waiting.condition.holds(facts) {
        let rule = waiting.rule
        if holds(rules.rules[Int(rule)], facts, rules, reading, -1, 0..<0) { fire(rule, by: -1, rules) }
      }
    }
  }

  /// Whether a word lets a term of these tasks stand: in lines of `words` only the longest match does.
  @inline(__always)
  private static func isActive(_ term: RuleSet.WordTerm, _ hit: Reading.Hit, _ tasks: TaskSet) -> Bool {
    !(term.isLexicon ? hit.tasks : hit.seen).intersection(tasks).isDisjoint(with: term.tasks)
  }

  private mutating func fire(_ rule: Int32, by hit: Int, _ rules: RuleSet) {
    lastFired[Int(rule)] = clock
    firings.append(Firing(rule: rule, hit: Int32(hit)))
    for at in rules.rules[Int(rule)].gifts {
      let gift = rules.gifts[Int(at)]
      scores[Int(gift.label)] += gift.weight
    }
  }

  private func holds(
    _ rule: RuleSet.Rule, _ facts: Facts, _ rules: RuleSet, _ reading: borrowing Reading, _ index: Int,
    _ clause: Range<Int>
  ) -> Bool {
    guard rule.condition.holds(facts) else { return false }
    if rule.turn != RuleSet.none, lastInTurn[Int(rule.turn)] < turnBegan { return false }
    if rule.nowhere != RuleSet.none, lastInTurn[Int(rule.nowhere)] >= turnBegan { return false }
    if rule.agent != RuleSet.none, lastInService[Int(rule.agent)] < serviceBegan { return false }
    if rule.without != RuleSet.none, lastInClause[Int(rule.without)] == clock { return false }
    for at in rule.with where lastInClause[Int(rules.withTerms[Int(at)])] != clock { return false }
    guard rule.then != RuleSet.none else { return true }
    guard lastInClause[Int(rule.then)] == clock, index >= 0 else { return false }
    let first = reading.hits[index]
    for next in clause {
      let hit = reading.hits[next]
      guard hit.start >= first.end, hit.start - first.end <= rule.within else { continue }
      for at in rules.words[Int(hit.word)].terms where rules.wordTerms[Int(at)].term == rule.then { return true }
    }
    return false
  }
}
