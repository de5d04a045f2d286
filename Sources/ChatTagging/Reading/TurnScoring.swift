import ChatModel

/// The way of one turn: its context, its words, its scores, its tags.
extension TaggingScratch {
  /// What the earlier turns tell: what service did last, and what the conversation is about.
  func facts(of context: TurnContext, bytes: Span<UInt8>, _ rules: RuleSet) -> Facts {
    var board = takeBoard(for: rules)
    defer { self.board = board }
    board.forgetService()
    guard context.count > 0 else { return .first }
    var facts: Facts = context.earlier[0].speaker == .customer ? .unanswered : []
    var topics = Facts()
    var hasService = false
    for index in 0..<context.count {
      let earlier = context.earlier[index]
      let isService = earlier.speaker.isService
      guard isService ? !hasService : earlier.speaker == .customer && !topics.contains(.topical) else { continue }
      reading.read(bytes.extracting(earlier.text.range), with: rules)
      if isService {
        hasService = true
        board.rememberService(reading, rules)
        board.begin(reading, rules)
        board.score(.acts, reading, reading.facts, rules)
        if reading.facts.contains(.question) { facts.insert(.replying) }
        for code in 0..<TaggingTask.acts.labelCount where board.scores[TaggingTask.acts.firstLabel + code] > 0 {
          if let act = Act(rawValue: UInt8(code)) { facts.insert(.after(act)) }
        }
      } else {
        board.begin(reading, rules)
        board.score(.intents, reading, reading.facts, rules)
        for code in 0..<TaggingTask.intents.labelCount where board.scores[TaggingTask.intents.firstLabel + code] > 0 {
          guard let intent = Intent(rawValue: UInt8(code)), intent.family != .talk else { continue }
          topics.formUnion([.topic(intent), .topical])
        }
      }
    }
    return facts.union(topics)
  }

  /// The tags of a text; `facts` are those of the conversation before it.
  func tags(of text: Span<UInt8>, _ speaker: Speaker, _ facts: Facts, _ rules: RuleSet) -> TurnTags {
    var board = takeBoard(for: rules)
    defer { self.board = board }
    reading.read(text, with: rules)
    var facts = facts.union(reading.facts)
    board.begin(reading, rules)
    let tags: TurnTags
    if speaker == .customer {
      var found = CustomerTags()
      board.score(.intents, reading, facts, rules)
      found.intents = board.intents()
      for rank in 0..<found.intents.count { facts.insert(.given(found.intents[rank].label)) }
      board.score(.feelings, reading, facts, rules)
      found.emotion = board.strongest(of: .emotion)
      found.price = board.strongest(of: .price)
      found.purchase = board.strongest(of: .purchase)
      if found.emotion.label != .neutral {
        facts.insert(.felt(found.emotion.label))
        board.score(.intensity, reading, facts, rules)
        found.intensity = board.intensity()
      }
      tags = .customer(found)
    } else {
      var found = ServiceTags()
      board.score(.acts, reading, facts, rules)
      found.acts = board.acts()
      for rank in 0..<found.acts.count { facts.insert(.did(found.acts[rank].label)) }
      board.score(.stage, reading, facts, rules)
      found.stage = board.strongest(of: .stage)
      tags = .service(found)
    }
    return tags
  }

  /// Keeps the words of the text read last that speak for these tags.
  func keepEvidence(for tags: TurnTags, _ rules: RuleSet) {
    if let board { evidence = board.evidence(for: tags, reading, rules) }
  }

  private func takeBoard(for rules: RuleSet) -> ScoreBoard {
    // Taken out, not copied: the arrays stay unique.
    defer { board = nil }
    if let board, board.fits(rules) { return board }
    return ScoreBoard(for: rules)
  }
}
