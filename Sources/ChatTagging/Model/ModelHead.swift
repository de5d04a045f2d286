import ChatModel

/// The six questions that a model answers of a turn, and where their answers stand among its outputs.
package enum ModelHead: Int, CaseIterable, Sendable {
  case intents, emotion, price, purchase, acts, stage

  /// The outputs of this head.
  ///
  /// Numbers are part of the model file; gaps leave the heads of a speaker whole lanes of 16.
  package var outputs: Range<Int> {
    switch self {
    case .intents: 0..<36
    case .emotion: 48..<54
    case .price: 54..<58
    case .purchase: 58..<61
    case .acts: 64..<78
    case .stage: 80..<84
    }
  }

  /// How many outputs a model has, unused ones included.
  package static let outputCount = 96

  /// The names of the labels, in the order of their outputs.
  package var names: [String] {
    switch self {
    case .intents: Intent.names
    case .emotion: Emotion.names
    case .price: PriceSensitivity.names
    case .purchase: PurchaseSignal.names
    case .acts: Act.names
    case .stage: ServiceStage.names
    }
  }

  /// Whether several labels may hold, beside the most probable one.
  package var isMultiLabel: Bool { self == .intents || self == .acts }

  /// Whether the head is about a turn of an agent or a bot.
  package var isService: Bool { self == .acts || self == .stage }
}
