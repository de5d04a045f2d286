public import ChatModel

/// What kept a customer from buying.
public enum Objection: UInt8, Label {
  case price, stock, deliveryTime, trust, specification, comparing, noNeedNow, unclear

  public static let names = [
    "price", "stock", "delivery_time", "trust", "specification", "comparing", "no_need_now", "unclear",
  ]

  /// The objection in a customer's turn, or nil.
  ///
  /// Pushing on price, a negative feeling about something before the purchase, or a word that turns away. Plain
  /// confusion is a question, and so is what asks neutrally. Of a turn that gives up without a reason the reason is
  /// what the customer objected to before, else what the answer before it refused.
  init?(_ turn: Int, of chat: Chat) {
    guard let tags = chat.turns[turn].customerTags, !tags.isAboutAnOrder else { return nil }
    if tags.price.label == .high {
      self = .price
    } else if let objection = Objection(feelingOf: tags), objection != .unclear {
      self = objection
    } else if let objection = Self.spoken.first(where: { chat.holds(.objection, $0.name, at: turn) }) {
      self = objection
    } else if chat.holds(.objection, "gives_up", at: turn) {
      self = Objection(before: turn, of: chat) ?? .unclear
    } else if Objection(feelingOf: tags) != nil {
      self = .unclear
    } else {
      return nil
    }
  }

  /// Objections that words alone show.
  private static let spoken: [Objection] = [.comparing, .noNeedNow]
  /// Objections that words may name where something else shows that the customer left.
  private static let named: [Objection] = [.stock, .deliveryTime, .trust, .specification]
  /// Objections that an answer may have caused.
  private static let caused: [Objection] = [.stock, .deliveryTime, .price]

  /// From a negative feeling and the intents of a turn.
  private init?(feelingOf tags: CustomerTags) {
    let intents = tags.intents
    let emotion = tags.emotion.label
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

  /// What the words of a turn are about, where something else shows that the customer left.
  init?(namedIn turn: Int, of chat: Chat) {
    guard let named = Self.named.first(where: { chat.holds(.objection, $0.name, at: turn) }) else { return nil }
    self = named
  }

  /// What was said before a turn that gives up without a reason.
  private init?(before turn: Int, of chat: Chat) {
    let own = Objection(namedIn: turn, of: chat)
    let answer = chat.answers(in: 0..<turn).last.flatMap { index in
      Self.caused.first { chat.holds(.objection, $0.name, at: index) }
    }
    let earlier = (0..<turn).reversed().lazy.compactMap { index in
      chat.turns[index].speaker == .customer && !chat.holds(.objection, "gives_up", at: index)
        ? Objection(index, of: chat) : nil
    }.first
    guard let objection = own ?? answer ?? earlier else { return nil }
    self = objection
  }
}

extension CustomerTags {
  /// The turn is about an order that was made: what it says is no word on buying, unless it wants to buy more.
  var isAboutAnOrder: Bool {
    let isBuying = intents.contains { $0.label.family == .presale && $0.label != .bargain }
    return !isBuying
      && intents.contains { [.aftersale, .fulfilment].contains($0.label.family) || $0.label == .orderCancel }
  }

  /// The purchase signal of the turn; none in a turn about an order that was made.
  var signal: PurchaseSignal { isAboutAnOrder ? .none : purchase.label }
}
