public import ChatModel

/// Who answered a conversation.
public enum Handling: UInt8, Label {
  case nobody, bot, person, both

  public static let names = ["nobody", "bot", "person", "both"]

  init(_ turns: LabelCounts<Speaker>) {
    switch (turns[.bot] > 0, turns[.agent] > 0) {
    case (false, false): self = .nobody
    case (true, false): self = .bot
    case (false, true): self = .person
    case (true, true): self = .both
    }
  }
}

extension Intent {
  /// A matter that a good bot can close by itself: information, status, and what a system does on request.
  public var isRoutine: Bool {
    switch self {
    case .productQuestion, .availability, .priceInquiry, .promotionInquiry, .shippingTerms, .orderModify, .orderCancel,
      .orderStatus, .payment, .invoice, .dispatchTime, .logisticsTracking, .deliveryArrangement, .refundStatus,
      .usageHelp, .reviewReward, .accountMembership:
      true
    default: false
    }
  }
}

extension ConversationFacts {
  /// All that was wanted is routine, something was, and nobody was disappointed or angry.
  public var isRoutine: Bool {
    let asked = wishes.map(\.intent).filter { $0.family != .talk && $0 != .humanAgent && $0 != .followUp }
    return !asked.isEmpty && asked.allSatisfy(\.isRoutine)
      && (emotion?.worst.weight ?? 0) <= Emotion.anxious.weight
  }

  /// A bot alone answered, nobody asked for a person, and the conversation did not end unresolved.
  public var isClosedByBot: Bool {
    handling == .bot && !askedForHuman && !wasHandedOver && outcome.outcome != .unresolved
  }
}

/// A routine matter, and who closed it.
public struct Automation: Mergeable, Hashable, Sendable, Codable {
  /// Conversations that asked for it; those answered by a bot alone; those of them that the bot closed.
  public var conversations = 0, byBot = 0, closedByBot = 0
  /// Conversations that people answered although all that was wanted in them is routine, in a calm tone, and they did
  /// not end unresolved: what a bot could take over.
  public var potential = 0

  public init() {}

  public mutating func merge(_ other: Self) {
    conversations += other.conversations
    byBot += other.byBot
    closedByBot += other.closedByBot
    potential += other.potential
  }

  mutating func add(_ facts: ConversationFacts) {
    conversations += 1
    if facts.handling == .bot { byBot += 1 }
    if facts.isClosedByBot { closedByBot += 1 }
    if facts.handling == .person || facts.handling == .both, facts.isRoutine, facts.outcome.outcome != .unresolved {
      potential += 1
    }
  }
}
