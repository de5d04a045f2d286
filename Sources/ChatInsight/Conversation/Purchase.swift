public import ChatModel

/// Where a wish to buy stood when the chat ended; a chat cannot show that somebody paid.
public enum PurchaseEnd: UInt8, Label {
  /// No wish to buy was seen.
  case none
  /// The customer said they buy, order or have just ordered.
  case promised
  /// An objection was left standing, or nobody helped: a missed sale as far as the chat shows.
  case missed
  /// Neither.
  case open

  public static let names = ["none", "promised", "missed", "open"]
}

/// The way of one wish to buy through a conversation.
public struct Purchase: Hashable, Sendable {
  /// The strongest signal.
  public var signal = PurchaseSignal.none
  public var end = PurchaseEnd.none
  /// What kept the customer, in a missed sale.
  public var objection: Objection?
  /// What the shop did wrong, in a missed sale where the chat shows it.
  public var fault: SellerFault?
  /// The position of the customer turn that shows the end: the promise, the objection, or the last sign of interest.
  public var evidence: Int?
  /// The position of the turn that shows the fault.
  public var faultEvidence: Int?

  init(_ chat: Chat, outcome: OutcomeReason) {
    let turns = chat.turns
    let signs = turns.indices.filter { (turns[$0].customerTags?.signal ?? .none) != .none }
    guard let first = signs.first, let last = signs.last else { return }
    signal = signs.compactMap { turns[$0].customerTags?.signal }.max() ?? .none
    // A promise on condition of a lower price is none.
    let promise = signs.last {
      turns[$0].customerTags?.signal == .strong && turns[$0].customerTags?.price.label != .high
    }
    let objections = turns.indices.compactMap { index in
      index < first ? nil : Objection(index, of: chat).map { (turn: index, objection: $0) }
    }
    if let objected = objections.last, objected.turn > promise ?? -1,
      !Self.isMet(objected.turn, objected.objection, turns, lastSign: last)
    {
      (end, objection, evidence) = (.missed, objected.objection, objected.turn)
      let concern = objections.first { $0.turn > promise ?? -1 && $0.objection == objected.objection } ?? objected
      note(SellerFault.find(objected.objection, concern: concern.turn, interest: first, in: chat))
    } else if let promise {
      (end, evidence) = (.promised, promise)
    } else if let finding = Self.neglect(after: last, chat, outcome) {
      (end, objection, evidence) = (.missed, Objection(namedIn: last, of: chat) ?? .unclear, last)
      note(finding)
    } else {
      (end, evidence) = (.open, last)
    }
  }

  private mutating func note(_ finding: SellerFault.Finding?) {
    (fault, faultEvidence) = (finding?.fault, finding?.turn)
  }

  /// Whether an objection was answered: the customer went on wanting or was pleased, or the shop gave what was missing.
  private static func isMet(_ turn: Int, _ objection: Objection, _ turns: [TurnOutline], lastSign: Int) -> Bool {
    let later = turns[(turn + 1)...]
    if lastSign > turn || later.contains(where: { $0.customerTags?.emotion.label == .satisfied }) { return true }
    if later.holds(anyOf: .compensation) { return true }
    // Doubt and hurry are met by a plain answer; regret, anger and a price that is too high are not.
    guard let tags = turns[turn].customerTags else { return false }
    return tags.emotion.label == .anxious && objection != .price && later.holdsUsefulAnswer
  }

  /// A last sign of interest that nobody helped: unanswered, answered by formulas, or answered late to nobody.
  private static func neglect(after sign: Int, _ chat: Chat, _ outcome: OutcomeReason) -> SellerFault.Finding? {
    guard let finding = SellerFault.find(.unclear, concern: sign, interest: sign, in: chat) else { return nil }
    switch finding.fault {
    case .noAnswer, .onlyFormulas: return outcome.outcome == .unresolved ? finding : nil
    case .late: return chat.turns[(sign + 1)...].contains { $0.speaker == .customer } ? nil : finding
    default: return nil
    }
  }
}
