public import ChatModel

extension TurnTagger {
  /// How a text would be tagged, and why; `context` is oldest first.
  public func explain(_ text: String, speaker: Speaker, context: [(speaker: Speaker, text: String)]) -> Explanation {
    var batch = TurnBatch()
    var turn = Turn()
    turn.speaker = speaker
    turn.text = batch.append(text.utf8.span)
    batch.turns = [turn]
    var before = TurnContext()
    before.turnsBefore = context.count
    for earlier in context.reversed().prefix(TurnContext.depth) {
      before.earlier[before.count] = TurnContext.Earlier(
        speaker: earlier.speaker, text: batch.append(earlier.text.utf8.span))
      before.count += 1
    }
    batch.contexts = [before]
    let scratch = TaggingScratch(remembering: 2 * TurnContext.depth)
    var explanation = Explanation()
    explanation.tags = tag(0, of: batch, with: scratch)
    scratch.withWork(for: self) { work in
      let facts = work.rules.facts(of: before, bytes: batch.bytes.span, rules, &work.memory)
      explanation.context = Facts.names(in: facts)
      guard Self.hasWords(turn) else { return }
      _ = readRules(0, of: batch, &work)
      describe(work.rules, in: &explanation)
    }
    return explanation
  }

  /// Adds what the rules read and gave.
  private func describe(_ read: RuleReading, in explanation: inout Explanation) {
    explanation.clauses = read.reading.clauses.map { clause in
      Explanation.Clause(
        start: Int(clause.start), end: Int(clause.end), isAsked: clause.facts.contains(.asked),
        isConditional: clause.facts.contains(.conditional), isQuoted: clause.facts.contains(.quoted))
    }
    explanation.hits = read.reading.hits.map { hit in
      Explanation.Hit(
        start: Int(hit.start), end: Int(hit.end), group: rules.groupNames[Int(hit.word)],
        isNegated: hit.facts.contains(.negated), isRefused: hit.facts.contains(.refused))
    }
    for firing in read.board.firings {
      let rule = rules.rules[Int(firing.rule)]
      for at in rule.gifts {
        let gift = rules.gifts[Int(at)]
        let label = rule.task.labels[Int(gift.label) - rule.task.firstLabel]
        explanation.firings.append(
          Explanation.Firing(rule: rules.ruleNames[Int(firing.rule)], label: label, weight: gift.weight))
      }
    }
  }
}
