/// The fields of tags, by the names of records.
public enum TagField: UInt8, Label {
  case intents, emotion, priceSensitivity, purchaseSignal, acts, serviceStage

  public static let names = ["intents", "emotion", "price_sensitivity", "purchase_signal", "acts", "service_stage"]
}

extension TurnTags {
  /// Calls `body` with the fields whose best label has a confidence below a threshold: what they say is a guess, which
  /// reports count apart.
  ///
  /// Confidences are calibrated: of tags at 0.4, four in ten are right.
  public func forEachUnsureField(below threshold: Float, _ body: (TagField) -> Void) {
    func judge(_ field: TagField, _ score: Float) { if score < threshold { body(field) } }
    switch self {
    case .customer(let tags):
      judge(.intents, tags.intents.first?.score ?? 0)
      judge(.emotion, tags.emotion.score)
      judge(.priceSensitivity, tags.price.score)
      judge(.purchaseSignal, tags.purchase.score)
    case .service(let tags):
      judge(.acts, tags.acts.first?.score ?? 0)
      judge(.serviceStage, tags.stage.score)
    case .none: break
    }
  }

  /// The names of these fields.
  public func unsureFields(below threshold: Float) -> [String] {
    var names: [String] = []
    forEachUnsureField(below: threshold) { names.append($0.name) }
    return names
  }
}
