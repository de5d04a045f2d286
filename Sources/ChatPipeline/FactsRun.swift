public import ChatInsight
import ChatModel
public import ChatStore

/// Keeps what conversations show as a whole beside their turns: for those that are new or have changed, and only them.
public enum FactsRun {
  /// Changes when facts are read in another way, so that the stored ones are worked out again.
  private static let version = 1

  /// Works out the facts of conversations that have none.
  ///
  /// - Parameter hours: the business hours in ``FactSettings``, as the user wrote them; empty for none.
  /// - Returns: how many conversations were worked out.
  @discardableResult
  public static func refresh(_ store: Store, _ settings: FactSettings, hours: String) throws -> Int {
    try store.refreshFacts(version: "\(version) hours=\(hours)") { StoredFacts(ConversationFacts($0, settings)) }
  }

  /// The contacts in a range, to find those who came again.
  static func contacts(_ store: Store, in range: Range<Timestamp>, shop: String?) throws -> ContactLog {
    var log = ContactLog()
    for contact in try store.contacts(in: range, shop: shop) {
      log.add(
        contact.conversationID, customer: contact.customerID, started: contact.started, product: contact.product,
        order: contact.orderID, intents: UInt64(bitPattern: contact.intentBits), isClosedByBot: contact.isClosedByBot)
    }
    return log
  }
}

extension StoredFacts {
  init(_ facts: ConversationFacts) {
    self.init()
    func list(_ wishes: some Sequence<ConversationFacts.Wish>) -> String {
      wishes.filter { $0.intent.family != .talk }.map(\.intent.name).joined(separator: ",")
    }
    (emotionStart, emotionEnd) = (facts.emotion?.start.name, facts.emotion?.end.name)
    turningTurn = facts.emotion?.turningPoint?.turn
    turningActs = facts.emotion?.turningPoint.map { $0.acts.map(\.name).joined(separator: ",") }
    (outcome, outcomeReason) = (facts.outcome.outcome.name, facts.outcome.name)
    handledBy = facts.handling.name
    (askedForHuman, handedOver) = (facts.askedForHuman, facts.wasHandedOver)
    (firstResponse, meanResponse) = (facts.people.first, facts.people.mean.map { Int64($0.rounded()) })
    longestWait = facts.people.count > 0 ? facts.people.longest : nil
    botFirstResponse = facts.bots.first
    unmeasurableWaits = Int64(facts.people.unmeasurable + facts.bots.unmeasurable)
    (purchaseSignal, purchaseEnd) = (facts.purchase.signal.name, facts.purchase.end.name)
    (missedBecause, sellerFault) = (facts.purchase.objection?.name, facts.purchase.fault?.name)
    wishes = list(facts.wishes)
    answeredWishes = list(facts.wishes.filter(\.isAnswered))
    (product, orderID) = (facts.product, facts.orderID)
    (intentBits, matterBits) = (Int64(bitPattern: facts.intentBits), Int64(facts.matterBits))
    isClosedByBot = facts.isClosedByBot
  }
}
