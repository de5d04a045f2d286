public import ChatModel

/// What the shop did wrong in a missed sale; the first that holds.
public enum SellerFault: UInt8, Label {
  /// Nobody answered the concern, nor anything the customer said after it.
  case noAnswer
  /// The first answer to the concern took longer than ``lateAfter``.
  case late
  /// Answered with formulas or "please wait" only.
  case onlyFormulas
  /// The customer did not understand the price or the promotion after it was answered.
  case promotionUnclear
  /// A concern about price, stock, delivery or trust got a plain no: no concession, alternative or promise.
  case concernNotMet
  /// Service never asked what is needed and recommended nothing.
  case didNotAsk
  /// A customer who wanted to think it over was not reminded of anything.
  case notReminded
  /// Answered, but nobody offered to close the sale.
  case noOfferToClose

  public static let names = [
    "no_answer", "late", "only_formulas", "promotion_unclear", "concern_not_met", "did_not_ask", "not_reminded",
    "no_offer_to_close",
  ]

  /// A first answer that takes longer than this many seconds comes late: ten minutes.
  public static let lateAfter: Int64 = 600

  /// A fault and the position of the turn that shows it.
  struct Finding: Hashable {
    var fault: SellerFault
    var turn: Int
  }

  /// What went wrong after a concern was told; nil when the shop did what could be done.
  ///
  /// - Parameters:
  ///   - concern: the position of the customer's turn that tells it first.
  ///   - interest: the position of the first sign of interest.
  static func find(_ objection: Objection, concern: Int, interest: Int, in chat: Chat) -> Finding? {
    // Who says no more than that they leave is judged by all that was answered since they showed interest.
    let isLeaving = ["gives_up", "comparing", "no_need_now"].contains { chat.holds(.objection, $0, at: concern) }
    let concern = isLeaving ? interest : concern
    let answers = chat.answers(in: concern..<chat.turns.count)
    guard let first = answers.first, var last = answers.last else { return Finding(fault: .noAnswer, turn: concern) }
    if let exchange = chat.exchange(of: concern), let wait = chat.wait(in: exchange), wait > lateAfter {
      return Finding(fault: .late, turn: first)
    }
    let turns = answers.map { chat.turns[$0] }
    last = answers.last { (chat.turns[$0].serviceTags?.stage.label ?? .none) > .none } ?? last
    guard turns.holdsUsefulAnswer else {
      return turns.holdsFormula ? Finding(fault: .onlyFormulas, turn: last) : nil
    }
    if let lost = chat.turns.indices.first(where: { $0 > interest && chat.isLostInPrices($0) }) {
      return Finding(fault: .promotionUnclear, turn: lost)
    }
    switch objection {
    case .price, .stock, .deliveryTime, .trust:
      let isMet =
        turns.holds(anyOf: .compensation, .commitment, .recommendation)
        || answers.contains { chat.holds(.reply, "concession", at: $0) || chat.holds(.reply, "gift", at: $0) }
      if !isMet { return Finding(fault: .concernNotMet, turn: last) }
    case .specification, .comparing, .unclear:
      let all = chat.answers(in: interest..<chat.turns.count).map { chat.turns[$0] }
      if !all.holds(anyOf: .askInfo, .recommendation) { return Finding(fault: .didNotAsk, turn: last) }
    case .noNeedNow:
      if !answers.contains(where: { chat.holds(.reply, "reminder", at: $0) }) {
        return Finding(fault: .notReminded, turn: last)
      }
    }
    let isOffered =
      turns.holds(anyOf: .recommendation, .compensation)
      || answers.contains { chat.holds(.reply, "offer_to_close", at: $0) }
    return isOffered ? nil : Finding(fault: .noOfferToClose, turn: last)
  }
}

extension Chat {
  /// A customer who is confused about price or promotion after an answer.
  fileprivate func isLostInPrices(_ turn: Int) -> Bool {
    guard let tags = turns[turn].customerTags, tags.emotion.label == .confused else { return false }
    return tags.intents.contains(.promotionInquiry) || tags.intents.contains(.priceInquiry)
      || tags.intents.contains(.bargain)
  }
}
