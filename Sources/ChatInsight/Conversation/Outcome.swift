public import ChatModel

/// How a conversation ended, as far as the chat shows.
public enum Outcome: UInt8, Label {
  case resolved, unresolved, unknown

  public static let names = ["resolved", "unresolved", "unknown"]
}

/// Why a conversation counts as resolved, unresolved or unknown; the first that holds.
public enum OutcomeReason: UInt8, Label {
  /// The customer asked for nothing.
  case noRequest
  /// Resolved: after a useful answer the customer's last word is thanks or pleasure.
  case thanked
  /// Resolved: after a useful answer the customer's last word agrees.
  case accepted
  /// Unresolved: nobody answered the customer's last words.
  case notAnswered
  /// Unresolved: the customer's last request was answered with formulas or "please wait" only.
  case onlyFormulas
  /// Unresolved: the customer's last words are anxious, disappointed or angry, and no useful answer followed.
  case endedUnhappy
  /// Unknown: handed over to someone else at the end.
  case handedOver
  /// Unknown: answered, and the customer said no more.
  case notConfirmed

  public static let names = [
    "no_request", "thanked", "accepted", "not_answered", "only_formulas", "ended_unhappy", "handed_over",
    "not_confirmed",
  ]

  public var outcome: Outcome {
    switch self {
    case .thanked, .accepted: .resolved
    case .notAnswered, .onlyFormulas, .endedUnhappy: .unresolved
    case .noRequest, .handedOver, .notConfirmed: .unknown
    }
  }

  /// The reason for a conversation that was cut into exchanges.
  init(_ turns: [TurnOutline], _ exchanges: [Exchange]) {
    let asks = turns.contains { $0.customerTags?.holdsRequest ?? false }
    let spoke = exchanges.last { exchange in turns[exchange.customer].contains { $0.customerTags != nil } }
    guard asks, let exchange = spoke,
      let tags = turns[exchange.customer].last(where: { $0.customerTags != nil })?.customerTags
    else {
      self = .noRequest
      return
    }
    let isUnhappy = tags.emotion.label.weight > Emotion.confused.weight
    let asksLast = turns[exchange.customer].contains { $0.customerTags?.holdsRequest ?? false }
    let answers = turns[exchange.service]
    let isClosed = !asksLast && !isUnhappy && turns[..<exchange.service.upperBound].holdsUsefulAnswer
    if isClosed, tags.emotion.label == .satisfied || tags.intents.contains(.thanksBye) {
      self = .thanked
    } else if isClosed, tags.intents.contains(.ack) {
      self = .accepted
    } else if answers.holds(anyOf: .transfer) {
      self = .handedOver
    } else if answers.holdsUsefulAnswer {
      self = .notConfirmed
    } else if asksLast || tags.intents.contains(.provideInfo),
      !turns[exchange.service].contains(where: \.speaker.isService)
    {
      self = .notAnswered
    } else if isUnhappy {
      self = .endedUnhappy
    } else if asksLast, answers.holdsFormula {
      self = .onlyFormulas
    } else {
      self = .notConfirmed
    }
  }
}

extension CustomerTags {
  /// Whether the turn wants something: any intent but talk, and but a pleased "I have ordered".
  var holdsRequest: Bool {
    intents.contains { intent in
      intent.label.family != .talk && !(intent.label == .purchaseIntent && emotion.label == .satisfied)
    }
  }
}

extension Collection<TurnOutline> {
  /// Whether a service turn among these puts the customer off: a formula, or "please wait".
  var holdsFormula: Bool { contains { $0.serviceTags?.stage.label == .repeater } || holds(anyOf: .hold) }
}
