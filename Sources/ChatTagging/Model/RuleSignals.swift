package import ChatModel

/// What the rules say of a turn, as features of the model: it learns which of them to trust.
///
/// A signal is a label with its score in whole log-odds, a label the rules would give, or a fact of the conversation.
/// Signals name labels and facts, not rules, so that rules can be rewritten without another model; but the better the
/// rules, the more a new training gains.
extension RuleReading {
  /// Appends the signals of the turn that the rules read last.
  func appendSignals(_ facts: Facts, _ tags: TurnTags, _ rules: RuleSet, to signals: inout [UInt32]) {
    for (label, score) in board.scores.enumerated() where score != rules.bias[label] {
      signals.append(Self.signal(0, label, Int(max(-3, min(5, score.rounded(.down))))))
    }
    switch tags {
    case .customer(let tags):
      if let intent = tags.intents.first { signals.append(Self.signal(1, Int(intent.label.rawValue))) }
      signals.append(Self.signal(2, Int(tags.emotion.label.rawValue)))
      signals.append(Self.signal(3, Int(tags.price.label.rawValue)))
      signals.append(Self.signal(4, Int(tags.purchase.label.rawValue)))
    case .service(let tags):
      if let act = tags.acts.first { signals.append(Self.signal(5, Int(act.label.rawValue))) }
      signals.append(Self.signal(6, Int(tags.stage.label.rawValue)))
    case .none: break
    }
    var rest = facts.rawValue
    while rest != 0 {
      signals.append(Self.signal(7, rest.trailingZeroBitCount))
      rest &= rest - 1
    }
  }

  private static func signal(_ kind: Int, _ value: Int, _ size: Int = 0) -> UInt32 {
    let packed = UInt64(bitPattern: Int64(kind << 32 | value << 8 | size + 8))
    let mixed = (packed &+ 0x516E_A150) &* 0x9E37_79B9_7F4A_7C15
    return UInt32(truncatingIfNeeded: (mixed ^ mixed >> 29) &* 0xFF51_AFD7_ED55_8CCD >> 32) | 1
  }
}

extension TurnTagger {
  /// The signals of the turn at `index`; none for a turn without words.
  package func signals(_ index: Int, of batch: TurnBatch, with scratch: TaggingScratch) -> [UInt32] {
    scratch.withWork(for: self) { work in
      work.signals.removeAll(keepingCapacity: true)
      if Self.hasWords(batch.turns[index]) { _ = readRules(index, of: batch, &work) }
      return work.signals
    }
  }
}
