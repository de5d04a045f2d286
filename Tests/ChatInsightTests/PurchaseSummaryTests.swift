import ChatInsight
import ChatModel
import Testing

/// The figures of `truth/purchase-and-returns.txt`, added up by hand from the facts of its 21 conversations.
@Suite struct PurchaseSummaryTests {
  private let summary: Summary = {
    var summary = Summary()
    for script in purchases { summary.add(script.turns) }
    return summary
  }()

  private func counts<L: Label>(_ counts: LabelCounts<L>) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: counts.ranked.map { ($0.label.name, $0.count) })
  }

  @Test func conversations() {
    #expect(summary.whole.conversations == 21)
    #expect(summary.customers.count == 18, "v15 came four times")
    #expect(summary.whole.withProblem == 8)
    #expect(summary.handlings.mapValues(\.conversations) == ["bot": 1, "both": 1, "person": 19])
    #expect(
      counts(summary.whole.outcomes) == ["not_confirmed": 6, "accepted": 6, "ended_unhappy": 6, "thanked": 3])
    #expect(summary.turned == 1)
    #expect(counts(summary.turningActs) == ["solution": 1, "apology": 1])
    #expect(summary.withoutTime == 0)
    #expect(summary.withoutCustomer == 0)
  }

  @Test func funnelAndMissedSales() {
    #expect(counts(summary.whole.signals) == ["none": 9, "weak": 10, "strong": 2])
    #expect(counts(summary.whole.purchases) == ["none": 9, "promised": 2, "missed": 10])
    #expect(
      counts(summary.objections) == [
        "unclear": 2, "comparing": 1, "no_need_now": 2, "stock": 2, "delivery_time": 1, "specification": 1, "price": 1,
      ])
    #expect(
      counts(summary.faults) == [
        "late": 1, "did_not_ask": 1, "not_reminded": 1, "concern_not_met": 2, "only_formulas": 1,
        "promotion_unclear": 1, "no_offer_to_close": 1,
      ])
    let stock = summary.missedSales.items.first { $0.quote.conversationID == "out-of-stock-plain-no" }
    #expect(stock?.quote.text == "那算了")
    #expect(stock?.faultQuote?.text == "亲，白色M码没货了")
  }

  @Test func bargaining() {
    let bargaining = summary.bargaining
    #expect(bargaining.conversations == 3)
    #expect(bargaining.about == ["lower_price": 2, "gift": 1, "price_difference": 1, "other_shop": 1])
    #expect(bargaining.replies.mapValues(counts) == ["gift": ["promised": 1], "refusal": ["none": 1, "missed": 1]])
    #expect(counts(bargaining.eased) == ["gift": 1])
  }

  @Test func preferences() {
    #expect(
      summary.preferences.attributes.mapValues { counts($0.all) } == [
        "colour.black": ["asked": 2], "colour.white": ["asked": 2], "colour.grey": ["asked": 1],
        "colour.red": ["asked": 1, "blamed": 1], "size.l": ["asked": 1], "size.m": ["asked": 2],
        "smell.fresh": ["blamed": 1], "pack.gift_box": ["asked": 1], "feel.soft": ["praised": 1],
        "function.pilling": ["blamed": 1], "function.waterproof": ["asked": 1],
      ])
    #expect(summary.preferences.attributes["size.m"]?.products.mapValues(\.total) == ["衬衫": 2])
    #expect(summary.preferences.audiences.mapValues(\.all.total) == ["parents": 1])
    #expect(summary.preferences.occasions.mapValues(\.all.total) == ["outdoor": 1, "gift": 1, "birthday": 1])
    #expect(summary.preferences.competitors.mapValues(\.all.total) == ["other_shop": 2, "amazon": 1])
    #expect(summary.campaigns.mapValues(\.conversations) == ["double_11": 1])
  }

  /// Intent, conversations, by a bot, closed by it, potential.
  @Test(arguments: [
    ("product_question", 4, 0, 0, 3), ("availability", 3, 0, 0, 1), ("price_inquiry", 1, 0, 0, 1),
    ("shipping_terms", 1, 0, 0, 0), ("promotion_inquiry", 3, 0, 0, 0), ("logistics_tracking", 3, 1, 1, 2),
    ("dispatch_time", 1, 0, 0, 1),
  ])
  func automation(_ name: String, _ conversations: Int, _ byBot: Int, _ closed: Int, _ potential: Int) {
    let counts = summary.automation[name] ?? Automation()
    #expect(counts.conversations == conversations)
    #expect(counts.byBot == byBot)
    #expect(counts.closedByBot == closed)
    #expect(counts.potential == potential)
  }

  @Test func routineMattersAreThose() { #expect(summary.automation.count == 7) }

  @Test func whoCameAgain() {
    #expect(summary.contacts.count == 9)
    let repeats = Repeats(summary.contacts)
    #expect(repeats.again == 1, "the next day for the same order; another order and eight days later do not count")
    #expect(repeats.followed == 1)
    #expect(counts(repeats.reopened) == ["logistics_tracking": 1])
  }

  @Test func repeatsAcrossPeriods() {
    var (first, second) = (Summary(), Summary())
    first.add(purchases[14].turns)
    second.add(purchases[15].turns)
    #expect(Repeats(second.contacts).again == 0)
    #expect(Repeats(second.contacts, around: first.contacts).again == 1)
    #expect(Repeats(first.contacts, around: second.contacts).reopened[.logisticsTracking] == 1)
    #expect(Repeats(first.contacts, around: second.contacts).again == 0, "the earlier one repeats nothing")
  }

  @Test func wishesAnswered() {
    #expect(summary.intents[.promotionInquiry] == 3)
    #expect(summary.answeredWishes[.promotionInquiry] == 2)
    #expect(summary.answeredWishes[.shippingTerms] == 0)
    #expect(summary.answeredWishes[.complaint] == 0)
    #expect(summary.answeredWishes[.productQuestion] == 4)
    #expect(summary.answeredWishes.total == 25)
  }

  @Test func waits() {
    let people = summary.whole.people
    #expect(people.firsts == 20)
    #expect(people.firstSeconds == 1515)
    #expect(people.within30Seconds == 15)
    #expect(people.within3Minutes == 19)
  }

  /// Problem, conversations, sum of severities.
  @Test(arguments: [
    ("shipping_terms", 1, 4), ("promotion_inquiry", 1, 2), ("bargain", 2, 1), ("price_protection", 1, 5),
    ("complaint", 1, 5), ("quality_issue", 2, 6), ("urge_delivery", 1, 2), ("human_agent", 1, 2),
  ])
  func pains(_ name: String, _ conversations: Int, _ severity: Int) {
    #expect(summary.pains[name]?.all.conversations == conversations)
    #expect(summary.pains[name]?.all.severity == severity)
  }
}
