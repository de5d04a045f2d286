/// What the words of a text do to one another: which count, where clauses end, what is asked, negated, supposed.
extension Reading {
  /// A "not" reaches this far, in scalars: over a particle in Chinese, over a word or two in English.
  private static let reachOfNot: (chinese: Int32, latin: Int32) = (2, 12)
  /// A "don't want" reaches further.
  private static let reachOfUnwanted: (chinese: Int32, latin: Int32) = (4, 24)

  /// Takes from each word the tasks of a longer word around it, and drops what does not stand free or is excepted.
  mutating func hideShorterWords(_ rules: RuleSet) {
    let longest = Int32(rules.automaton.longest)
    let scalars = scalars
    var hits = [Hit]()
    swap(&hits, &self.hits)
    for index in hits.indices {
      let hit = hits[index]
      if rules.words[Int(hit.word)].guardsEnd, Int(hit.end) < scalars.count, isWordCharacter(scalars[Int(hit.end)]) {
        (hits[index].seen, hits[index].tasks) = ([], [])
      }
    }
    for index in hits.indices {
      let hit = hits[index]
      let isNot = !rules.words[Int(hit.word)].role.isDisjoint(with: [.not, .unwanted])
      var other = index
      // Words are in the order of their ends, of one end the longest first.
      while other > 0, hits[other - 1].end == hit.end { other -= 1 }
      while other < hits.count, hits[other].end <= hit.start + longest {
        let outer = hits[other]
        if outer.start <= hit.start, outer.end - outer.start > hit.end - hit.start, !outer.seen.isEmpty {
          let word = rules.words[Int(outer.word)]
          // A "not" inside a longer word belongs to that word.
          hits[index].tasks.subtract(isNot ? .all : word.tasks)
          if word.role.contains(.exception) { hits[index].seen = [] }
        }
        other += 1
      }
    }
    hits.removeAll { $0.seen.isEmpty }
    swap(&hits, &self.hits)
  }

  mutating func cutClauses(_ rules: RuleSet) {
    for hit in hits where hit.tasks.contains(.grammar) {
      let role = rules.words[Int(hit.word)].role
      if role.contains(.pause) { cuts.append(Cut(contentEnd: hit.start, end: hit.end)) }
      if role.contains(.but) { cuts.append(Cut(contentEnd: hit.start, end: hit.start)) }
    }
    cuts.sort { ($0.end, $0.contentEnd) < ($1.end, $1.contentEnd) }
    let end = Int32(scalars.count)
    cuts.append(Cut(contentEnd: end, end: end))
    var start: Int32 = 0
    for cut in cuts {
      if cut.contentEnd > start {
        clauses.append(Clause(start: start, contentEnd: cut.contentEnd, end: cut.end))
      } else if let last = clauses.indices.last {
        clauses[last].end = max(clauses[last].end, cut.end)
      }
      start = max(start, cut.end)
    }
    if clauses.isEmpty { clauses.append(Clause(start: 0, contentEnd: end, end: end)) }
    var clause = 0
    for index in hits.indices {
      // By the end, for hits are in the order of their ends.
      while clause + 1 < clauses.count, hits[index].end > clauses[clause].end { clause += 1 }
      hits[index].clause = Int32(clause)
      clauses[clause].hits = (clauses[clause].hits.isEmpty ? index : clauses[clause].hits.lowerBound)..<index + 1
    }
  }

  mutating func judgeClauses(_ rules: RuleSet) {
    for index in clauses.indices {
      let clause = clauses[index]
      for hit in hits[clause.hits] where hit.tasks.contains(.grammar) {
        let role = rules.words[Int(hit.word)].role
        if role.contains(.ask) || (role.contains(.askAtEnd) && hit.end == clause.contentEnd) {
          clauses[index].facts.insert(.asked)
        }
        if role.contains(.condition) { clauses[index].facts.insert(.conditional) }
        if role.contains(.quote) { clauses[index].facts.insert(.quoted) }
        if role.contains(.number) { facts.insert(.number) }
        if role.contains(.not), isEchoed(around: hit) { clauses[index].facts.insert(.asked) }
      }
      if clauses[index].facts.contains(.asked) { facts.insert(.question) }
      for at in clause.hits { judgeHit(at, in: clause, rules) }
    }
  }

  /// Whether the word is negated or refused by what stands before it in its clause.
  private mutating func judgeHit(_ index: Int, in clause: Clause, _ rules: RuleSet) {
    let hit = hits[index]
    let isLatin = rules.words[Int(hit.word)].isLatin
    var at = index
    while at > clause.hits.lowerBound {
      at -= 1
      let other = hits[at]
      // The "not" may share a character with the word, as 不要 and 要退货 do.
      let gap = max(0, hit.start - other.end)
      if gap > (isLatin ? Self.reachOfUnwanted.latin : Self.reachOfUnwanted.chinese) { break }
      guard other.start < hit.start, other.end < hit.end, other.tasks.contains(.grammar) else { continue }
      let role = rules.words[Int(other.word)].role
      if role.contains(.unwanted) { hits[index].facts.insert(.refused) }
      if role.contains(.not), gap <= (isLatin ? Self.reachOfNot.latin : Self.reachOfNot.chinese),
        !isEchoed(around: other)
      {
        hits[index].facts.formSymmetricDifference(.negated)
      }
    }
  }

  /// Whether the same stands before and after a "not", as in 好不好: a question, not a negation.
  private func isEchoed(around hit: Hit) -> Bool {
    let (start, end) = (Int(hit.start), Int(hit.end))
    guard start > 0, end < scalars.count else { return false }
    if scalars[start - 1] == scalars[end] { return true }
    return start > 1 && end + 1 < scalars.count && scalars[start - 2] == scalars[end]
      && scalars[start - 1] == scalars[end + 1]
  }

  mutating func judgeTurn() {
    if scalars.count <= 4 { facts.insert(.short) }
    if scalars.count <= 10 { facts.insert(.brief) }
    if scalars.count >= 40 { facts.insert(.long) }
    var digits = 0
    var marks = 0
    for scalar in scalars {
      if scalar &- 0x30 < 10 {
        digits += 1
        if digits == 6 { facts.insert(.number) }
      } else if scalar != 0x20, scalar != 0x2D {
        digits = 0
      }
      if scalar == 0x21 || scalar == 0xFF01 {
        marks += 1
        if marks == 2 { facts.insert(.shouted) }
      }
    }
  }
}
