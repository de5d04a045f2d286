extension TurnTags {
  /// The fields whose best label has a confidence below a threshold, by the names of records: what they say is a guess,
  /// which reports may count apart and leave out.
  ///
  /// Confidences are calibrated: of tags at 0.4, four in ten are right.
  public func unsureFields(below threshold: Float) -> [String] {
    let scores: [(name: String, score: Float)] =
      switch self {
      case .customer(let tags):
        [
          ("intents", tags.intents.first?.score ?? 0), ("emotion", tags.emotion.score),
          ("price_sensitivity", tags.price.score), ("purchase_signal", tags.purchase.score),
        ]
      case .service(let tags): [("acts", tags.acts.first?.score ?? 0), ("service_stage", tags.stage.score)]
      case .none: []
      }
    return scores.filter { $0.score < threshold }.map(\.name)
  }
}
