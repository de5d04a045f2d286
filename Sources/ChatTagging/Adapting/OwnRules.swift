import ChatModel

/// A shop's own rules are sure to count: what they give is added to the model's log-odds as well, not only told to the
/// model, which never met them in training.
extension TurnTagger {
  /// What the own rules that fired for the turn read last add to the model's raw outputs; empty where there are none.
  func ownCorrection(_ work: borrowing TaggingWork) -> [Float] {
    guard !rules.ownRules.isEmpty else { return [] }
    var correction = [Float](repeating: 0, count: ModelHead.outputCount)
    for firing in work.rules.board.firings where rules.ownRules.contains(firing.rule) {
      let rule = rules.rules[Int(firing.rule)]
      guard let head = ModelHead(rule.task) else { continue }
      for at in rule.gifts {
        let gift = rules.gifts[Int(at)]
        let output = head.outputs.lowerBound + Int(gift.label) - rule.task.firstLabel
        correction[output] += gift.weight / calibration.scales[head.rawValue]
      }
    }
    return correction
  }
}

extension ModelHead {
  /// The head of what rules decide about; nil for intensity and grammar.
  fileprivate init?(_ task: TaggingTask) {
    switch task {
    case .intents: self = .intents
    case .emotion: self = .emotion
    case .price: self = .price
    case .purchase: self = .purchase
    case .acts: self = .acts
    case .stage: self = .stage
    case .intensity, .grammar: return nil
    }
  }
}
