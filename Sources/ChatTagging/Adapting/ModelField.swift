extension ModelHead {
  /// The name of the head in records and settings, such as `price_sensitivity`.
  package var field: String {
    switch self {
    case .intents: "intents"
    case .emotion: "emotion"
    case .price: "price_sensitivity"
    case .purchase: "purchase_signal"
    case .acts: "acts"
    case .stage: "service_stage"
    }
  }
}
