import ChatModel

/// From the scores of a turn to its tags.
extension TextModel {
  /// The tags of a turn by its probabilities, in the place of what the rules alone found.
  ///
  /// A further wish that the rules are sure of ("顺便问下有没有优惠") stays beside the model's, unless the model all but
  /// rules it out. How strong a feeling is, the rules say; one that only the model sees is mild.
  func tags(from outputs: [Float], over rules: TurnTags) -> TurnTags {
    switch rules {
    case .customer(let found):
      var tags = customerTags(from: outputs)
      for rank in 0..<found.intents.count {
        let wish = found.intents[rank]
        let probability = outputs[ModelHead.intents.outputs.lowerBound + Int(wish.label.rawValue)]
        if wish.score >= 0.8, wish.label.family != .talk, probability >= 0.1 {
          tags.intents.append(Scored(wish.label, probability))
        }
      }
      tags.intensity = tags.emotion.label == .neutral ? 0 : max(1, found.intensity)
      return .customer(tags)
    case .service: return .service(serviceTags(from: outputs))
    case .none: return .none
    }
  }

  /// The tags of a customer's turn; intensity is not the model's matter.
  func customerTags(from outputs: [Float]) -> CustomerTags {
    var tags = CustomerTags()
    tags.intents = ranked(.intents, outputs)
    tags.emotion = best(.emotion, outputs) ?? tags.emotion
    tags.price = best(.price, outputs) ?? tags.price
    tags.purchase = best(.purchase, outputs) ?? tags.purchase
    return tags
  }

  /// The tags of a service's turn.
  func serviceTags(from outputs: [Float]) -> ServiceTags {
    var tags = ServiceTags()
    tags.acts = ranked(.acts, outputs)
    tags.stage = best(.stage, outputs) ?? tags.stage
    return tags
  }

  /// The label of a head that gives one.
  private func best<L: Label>(_ head: ModelHead, _ outputs: [Float]) -> Scored<L>? {
    var best: Scored<L>?
    file.calibration.forEachLabel(of: head, outputs) { output in
      best = L(rawValue: UInt8(output - head.outputs.lowerBound)).map { Scored($0, outputs[output]) }
    }
    return best
  }

  private func ranked<L: Label>(_ head: ModelHead, _ outputs: [Float]) -> RankedLabels<L> {
    var labels = RankedLabels<L>()
    file.calibration.forEachLabel(of: head, outputs) { output in
      if let label = L(rawValue: UInt8(output - head.outputs.lowerBound)) {
        labels.append(Scored(label, outputs[output]))
      }
    }
    return labels
  }
}
