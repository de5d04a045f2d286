public import ChatInsight
import ChatModel
public import ChatStore
import Foundation
import Synchronization

/// Keeps what conversations show as a whole beside their turns: for those that are new or have changed, and only them.
public enum FactsRun {
  /// Changes when facts are read in another way, so that the stored ones are worked out again.
  private static let version = 2

  /// About so many turns are in work at once for each thread.
  private static let turnLimit = 2000
  /// The facts of so many conversations are one transaction.
  private static let commitSize = 4000

  /// Works out the facts of conversations that have none, on all cores.
  ///
  /// What ends this before its end leaves the others without facts, and the next time begins with them.
  /// - Parameters:
  ///   - hours: the business hours in ``FactSettings``, as the user wrote them; empty for none.
  ///   - check: called on this thread between the parts of the work, and often; what it throws ends it.
  /// - Returns: how many conversations were worked out.
  @discardableResult
  public static func refresh(
    _ store: Store, _ settings: FactSettings, hours: String, check: () throws -> Void = {}
  ) throws -> Int {
    try store.forgetFacts(exceptOf: "\(version) hours=\(hours) unsure=\(settings.unsureBelow)")
    let last = Mutex<Int64>(0)
    var (found, count): ([(row: Int64, facts: StoredFacts)], Int) = ([], 0)
    func keep() throws {
      try store.keep(found)
      count += found.count
      found = []
    }
    try OrderedWork(workers: ProcessInfo.processInfo.activeProcessorCount).run(
      take: { () throws -> [(row: Int64, turns: [TaggedTurn])]? in
        let next = try store.conversationsWithoutFacts(after: last.withLock(\.self), turnLimit: turnLimit)
        guard let row = next.last?.row else { return nil }
        last.withLock { $0 = row }
        return next
      },
      transform: { next, _ -> [(row: Int64, facts: StoredFacts)] in
        next.map { ($0.row, StoredFacts(ConversationFacts($0.turns, settings))) }
      },
      check: check,
      consume: { facts in
        found += facts
        if found.count >= commitSize { try keep() }
      })
    try keep()
    return count
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
    // Closures, not key paths: those are not folded here, and took a seventh of the time of all facts.
    func list(_ wishes: [ConversationFacts.Wish]) -> String {
      wishes.filter { $0.intent.family != .talk }.map { $0.intent.name }.joined(separator: ",")
    }
    (emotionStart, emotionEnd) = (facts.emotion?.start.name, facts.emotion?.end.name)
    turningTurn = facts.emotion?.turningPoint?.turn
    turningActs = facts.emotion?.turningPoint.map { $0.acts.map { $0.name }.joined(separator: ",") }
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
    answeredWishes = list(facts.wishes.filter { $0.isAnswered })
    (product, orderID) = (facts.product, facts.orderID)
    (intentBits, matterBits) = (Int64(bitPattern: facts.intentBits), Int64(facts.matterBits))
    isClosedByBot = facts.isClosedByBot
    (servedBy, reachedHuman) = (facts.servedBy, facts.reachedHuman)
    problems = facts.problems.map { $0.intent.name }.joined(separator: ",")
    remedies = facts.feelings.map { feeling in
      feeling.remedy.name + (feeling.eased.map { $0 ? "=eased" : "=not_eased" } ?? "")
    }.joined(separator: ",")
    unmetFeelings = Int64(facts.feelings.count { !$0.isMet })
    (answers, repeatedAnswers) = (Int64(facts.answers), Int64(facts.repeatedAnswers))
    repeaterAnswers = Int64(facts.stages[.repeater])
    navigatorAnswers = Int64(facts.stages[.navigator])
    mindReaderAnswers = Int64(facts.stages[.mindReader])
    bargainedAbout = facts.bargain?.about.joined(separator: ",") ?? ""
    bargainReply = facts.bargain?.reply.name
    campaigns = facts.campaigns.joined(separator: ",")
    func named(_ kind: WordKind) -> String {
      facts.mentions.filter { $0.term.kind == kind }.map { mention in
        kind == .attributes ? "\(mention.term.key)=\(mention.stance.name)" : mention.term.key
      }.joined(separator: ",")
    }
    (attributes, audiences) = (named(.attributes), named(.audience))
    (occasions, competitors) = (named(.occasion), named(.competitor))
    (taggedTurns, unsureTurns) = (Int64(facts.certainty.tagged.total), Int64(facts.certainty.unsure.total))
  }
}
