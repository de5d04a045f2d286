/// What was found in one turn.
public enum TurnTags: Sendable, Equatable {
  /// A customer's turn.
  case customer(CustomerTags)
  /// An agent's or a bot's turn.
  case service(ServiceTags)
  /// A system turn: carries no tags.
  case none
}

/// The tags of a customer's turn.
public struct CustomerTags: Sendable, Equatable {
  /// One or more intents, most important first.
  public var intents = RankedLabels<Intent>()
  public var emotion = Scored(Emotion.neutral, 0)
  /// 0 neutral, 1 mild, 2 clear, 3 strong.
  public var intensity: UInt8 = 0
  public var price = Scored(PriceSensitivity.none, 0)
  public var purchase = Scored(PurchaseSignal.none, 0)

  public init() {}
}

/// The tags of an agent's or a bot's turn.
public struct ServiceTags: Sendable, Equatable {
  /// One or more acts, most important first.
  public var acts = RankedLabels<Act>()
  public var stage = Scored(ServiceStage.none, 0)

  public init() {}
}

/// The words of a turn that decided for a label.
public struct Evidence: Hashable, Sendable {
  /// The name of the label, such as `exchange`.
  public var label: String
  /// First and one-past-last position in the turn's text, in Unicode scalars from 0.
  public var start, end: Int

  public init(label: String, start: Int, end: Int) { (self.label, self.start, self.end) = (label, start, end) }
}
