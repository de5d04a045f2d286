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
    let scratch = TaggingScratch.ofOneTurn()
    var explanation = Explanation()
    explanation.tags = tag(0, of: batch, with: scratch)
    if Self.hasWords(turn) { decide(batch, &explanation) }
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
          Explanation.Firing(rule: rules.ids[Int(firing.rule)], label: label, weight: gift.weight))
      }
    }
  }

  /// Who decided for each tag, and what in the texts spoke for it.
  private func decide(_ batch: TurnBatch, _ explanation: inout Explanation) {
    let byRules = TurnTagger(rules: rules, model: nil, rulesVersion: version.rules)
    let scratch = TaggingScratch.ofOneTurn()
    let ruled = Explanation.labels(of: byRules.tag(0, of: batch, with: scratch))
    let given = Explanation.labels(of: explanation.tags)
    let probabilities = model == nil ? [] : probabilities(0, of: batch, with: scratch)
    for (rank, tag) in given.enumerated() {
      let output = tag.head.outputs.lowerBound + tag.code
      let isOfRules = ruled.contains { $0.head == tag.head && $0.code == tag.code }
      let isFirst = rank == 0 || given[rank - 1].head != tag.head
      let isOfModel = isFirst || (!probabilities.isEmpty && probabilities[output] >= calibration.thresholds[output])
      guard let first = ruled.first(where: { $0.head == tag.head }) else { continue }
      let own = ruled.first { $0.head == tag.head && $0.code == tag.code } ?? first
      explanation.decisions.append(
        Explanation.Decision(
          field: tag.head.field, label: tag.head.names[tag.code], score: tag.score,
          by: model == nil ? .rules : !isOfModel ? .rule : isOfRules ? .both : .model,
          ruleLabel: tag.head.names[own.code], ruleScore: own.score))
    }
    guard model != nil else { return }
    // What nobody would ask about is left out: that a turn shows no feeling, no matter of price, no wish to buy.
    let asked = given.filter { $0.head.isMultiLabel || $0.code != 0 || $0.head == .stage }
    explanation.influences = InfluenceSearch(self, 0, of: batch).influences(
      on: asked.map { ($0.head, $0.head.outputs.lowerBound + $0.code, $0.head.names[$0.code]) })
  }
}

extension Explanation {
  /// The labels that tags give, by head and code, in the order of the fields.
  fileprivate static func labels(of tags: TurnTags) -> [(head: ModelHead, code: Int, score: Float)] {
    func one<L: Label>(_ head: ModelHead, _ scored: Scored<L>) -> (head: ModelHead, code: Int, score: Float) {
      (head, Int(scored.label.rawValue), scored.score)
    }
    switch tags {
    case .customer(let tags):
      return tags.intents.array.map { one(.intents, $0) }
        + [one(.emotion, tags.emotion), one(.price, tags.price), one(.purchase, tags.purchase)]
    case .service(let tags): return tags.acts.array.map { one(.acts, $0) } + [one(.stage, tags.stage)]
    case .none: return []
    }
  }
}
