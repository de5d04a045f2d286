/// What the rules have given so far in one turn, in log-odds. Reused from turn to turn.
///
/// "Stands in this clause", "stands in this turn", "fired already" are kept as the time of the last such event on a
/// clock of the board, so that nothing needs to be cleared.
struct ScoreBoard {
  /// A rule that fired, with the hit that let it (or -1).
  struct Firing {
    var rule: Int32
    var hit: Int32
  }

  private(set) var scores: [Float]
  private(set) var firings: [Firing] = []
  private var clock = 0
  private var turnBegan = 0
  private var serviceBegan = 0
  private var lastInClause: [Int]
  private var lastInTurn: [Int]
  private var lastInService: [Int]
  private var lastFired: [Int]

  init(for rules: RuleSet) {
    scores = rules.bias
    lastInClause = [Int](repeating: 0, count: rules.termTasks.count)
    lastInTurn = lastInClause
    lastInService = lastInClause
    lastFired = [Int](repeating: 0, count: rules.rules.count)
  }

  /// Whether the board is as large as these rules need.
  func fits(_ rules: RuleSet) -> Bool {
    lastInClause.count == rules.termTasks.count && lastFired.count == rules.rules.count
  }

  /// Forgets the last service turn.
  mutating func forgetService() { serviceBegan = clock + 1 }

  /// Remembers the words of a text as those of the last service turn.
  mutating func rememberService(_ reading: borrowing Reading, _ rules: RuleSet) {
    clock += 1
    serviceBegan = clock
    for hit in reading.hits {
      for term in rules.termsOfWords[rules.words[Int(hit.word)].terms] { lastInService[Int(term)] = clock }
    }
  }

  /// Begins with a text that was read: all labels at their bias.
  mutating func begin(_ reading: borrowing Reading, _ rules: RuleSet) {
    clock += 1
    turnBegan = clock
    for label in scores.indices { scores[label] = rules.bias[label] }
    firings.removeAll(keepingCapacity: true)
    for hit in reading.hits {
      for term in rules.termsOfWords[rules.words[Int(hit.word)].terms]
      where hit.tasks.contains(TaskSet(rules.termTasks[Int(term)])) {
        lastInTurn[Int(term)] = clock
      }
    }
  }

  /// Lets the rules of these tasks speak; `facts` are those of the turn and its conversation.
  mutating func score(_ tasks: TaskSet, _ reading: borrowing Reading, _ facts: Facts, _ rules: RuleSet) {
    var facts = facts
    let before = firings.count
    for clause in reading.clauses where !clause.hits.isEmpty {
      clock += 1
      for index in clause.hits {
        forEachTerm(of: reading.hits[index], tasks, rules) { board, term in board.lastInClause[Int(term)] = board.clock }
      }
      for index in clause.hits {
        let hit = reading.hits[index]
        let known = facts.union(clause.facts).union(hit.facts)
        forEachTerm(of: hit, tasks, rules) { board, term in
          for rule in rules.rulesOfTerms[rules.termRules[Int(term)]] where board.lastFired[Int(rule)] < board.turnBegan {
            if board.holds(rules.rules[Int(rule)], known, rules, reading, index, clause.hits) {
              board.fire(rule, by: index, rules)
            }
          }
        }
      }
    }
    if firings.count == before { facts.insert(.wordless) }
    for rule in rules.wordless where tasks.contains(TaskSet(rules.rules[Int(rule)].task)) {
      if holds(rules.rules[Int(rule)], facts, rules, reading, -1, 0..<0) { fire(rule, by: -1, rules) }
    }
  }

  @inline(__always)
  private mutating func forEachTerm(
    of hit: Reading.Hit, _ tasks: TaskSet, _ rules: RuleSet, _ body: (inout ScoreBoard, RuleSet.Term) -> Void
  ) {
    let active = hit.tasks.intersection(tasks)
    guard !active.isEmpty else { return }
    for term in rules.termsOfWords[rules.words[Int(hit.word)].terms]
    where active.contains(TaskSet(rules.termTasks[Int(term)])) {
      body(&self, term)
    }
  }

  private mutating func fire(_ rule: Int32, by hit: Int, _ rules: RuleSet) {
    lastFired[Int(rule)] = clock
    firings.append(Firing(rule: rule, hit: Int32(hit)))
    for gift in rules.rules[Int(rule)].gifts { scores[gift.label] += gift.weight }
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
    for term in rule.with where lastInClause[Int(term)] != clock { return false }
    guard rule.then != RuleSet.none else { return true }
    guard lastInClause[Int(rule.then)] == clock, index >= 0 else { return false }
    let first = reading.hits[index]
    return reading.hits[clause].contains { hit in
      hit.start >= first.end && hit.start - first.end <= rule.within
        && rules.termsOfWords[rules.words[Int(hit.word)].terms].contains(rule.then)
    }
  }
}
