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

/// What kept a customer from buying, from the tags of the turn that shows it.
public enum Objection: UInt8, Label {
  case price, stock, deliveryTime, trust, specification, unclear

  public static let names = ["price", "stock", "delivery_time", "trust", "specification", "unclear"]

  /// The objection in a turn, or nil: pushing on price, or a negative feeling about something before the purchase.
  ///
  /// Plain confusion is a question, no objection.
  init?(_ tags: CustomerTags) {
    let intents = tags.intents
    let emotion = tags.emotion.label
    if tags.price.label == .high {
      self = .price
      return
    }
    guard emotion.isNegative, emotion != .confused else { return nil }
    if intents.contains(.availability) {
      self = .stock
    } else if intents.contains(.shippingTerms) || intents.contains(.dispatchTime) {
      self = .deliveryTime
    } else if intents.contains(.bargain) || intents.contains(.priceInquiry) || intents.contains(.promotionInquiry) {
      self = .price
    } else if intents.contains(.productQuestion) || intents.contains(.recommendation) {
      self = emotion == .anxious ? .trust : .specification
    } else if tags.purchase.label != .none {
      self = .unclear
    } else {
      return nil
    }
  }
}

/// What the shop did wrong in a missed sale.
public enum SellerFault: UInt8, Label {
  case noAnswer, onlyFormulas, objectionNotMet

  public static let names = ["no_answer", "only_formulas", "objection_not_met"]
}

/// The way of one wish to buy through a conversation.
public struct Purchase: Hashable, Sendable {
  /// The strongest signal.
  public var signal = PurchaseSignal.none
  public var end = PurchaseEnd.none
  /// What kept the customer, in a missed sale where the chat shows it.
  public var objection: Objection?
  /// What the shop did wrong, in a missed sale.
  public var fault: SellerFault?
  /// The position of the customer turn that shows the end: the promise, the objection, or the last sign of interest.
  var evidence: Int?

  init(_ turns: [TaggedTurn], _ exchanges: [Exchange], outcome: OutcomeReason) {
    let signs = turns.indices.filter { (turns[$0].customerTags?.purchase.label ?? .none) != .none }
    guard let first = signs.first, let last = signs.last else { return }
    signal = signs.compactMap { turns[$0].customerTags?.purchase.label }.max() ?? .none
    // A promise on condition of a lower price is none.
    let promise = signs.last {
      turns[$0].customerTags?.purchase.label == .strong && turns[$0].customerTags?.price.label != .high
    }
    let objected = turns.indices.last { $0 >= first && turns[$0].customerTags.flatMap { Objection($0) } != nil }
    if let objected, objected > promise ?? -1, !Self.isMet(objected, turns, lastSign: last),
      let tags = turns[objected].customerTags
    {
      (end, objection, evidence) = (.missed, Objection(tags), objected)
      fault = Self.fault(after: objected, turns, exchanges) ?? .objectionNotMet
    } else if let promise {
      (end, evidence) = (.promised, promise)
    } else if let fault = Self.fault(after: last, turns, exchanges), outcome.outcome == .unresolved {
      (end, self.fault, evidence) = (.missed, fault, last)
    } else {
      (end, evidence) = (.open, last)
    }
  }

  /// Whether an objection was answered: the customer went on wanting or was pleased, or the shop gave what was missing.
  private static func isMet(_ position: Int, _ turns: [TaggedTurn], lastSign: Int) -> Bool {
    let later = turns[(position + 1)...]
    if lastSign > position || later.contains(where: { $0.customerTags?.emotion.label == .satisfied }) { return true }
    if later.holds(anyOf: .compensation) { return true }
    // Doubt and hurry are met by a plain answer; regret, anger and a price that is too high are not.
    guard let tags = turns[position].customerTags else { return false }
    return tags.emotion.label == .anxious && tags.price.label != .high && later.holdsUsefulAnswer
  }

  /// What was wrong with the answer to a customer turn, or nil when it was useful.
  private static func fault(after position: Int, _ turns: [TaggedTurn], _ exchanges: [Exchange]) -> SellerFault? {
    guard let exchange = exchanges.first(where: { $0.customer.contains(position) }) else { return nil }
    let answers = turns[exchange.service]
    if !answers.contains(where: { $0.speaker.isService }) { return .noAnswer }
    if answers.holdsUsefulAnswer { return nil }
    return answers.holdsFormula ? .onlyFormulas : nil
  }
}
