import ChatInsight
import ChatModel
import Foundation
import Testing

/// The figures of all conversations together, added up by hand from their facts.
@Suite struct SummaryTests {
  private let summary: Summary = {
    var summary = Summary()
    for script in conversations { summary.add(script.turns) }
    return summary
  }()

  private func counts<L: Label>(_ counts: LabelCounts<L>) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: counts.ranked.map { ($0.label.name, $0.count) })
  }

  @Test func conversationsAndCustomers() {
    #expect(summary.whole.conversations == 15)
    #expect(summary.customers.count == 13, "u1 came twice, one conversation names no customer")
    #expect(summary.whole.withProblem == 13)
    #expect(counts(summary.turns) == ["customer": 29, "agent": 17, "bot": 5, "system": 1])
    #expect(counts(summary.untagged) == ["image": 1])
    #expect(summary.isMostlyChinese)
  }

  @Test func moodAndOutcome() {
    #expect(
      counts(summary.whole.worst) == ["angry": 2, "disappointed": 3, "anxious": 4, "confused": 2, "neutral": 4])
    #expect(
      counts(summary.whole.end)
        == ["satisfied": 3, "angry": 2, "disappointed": 2, "neutral": 5, "anxious": 2, "confused": 1])
    #expect(summary.whole.negative == 11)
    #expect(summary.whole.recovered == 4)
    #expect(
      counts(summary.whole.outcomes) == [
        "thanked": 3, "accepted": 2, "not_answered": 2, "only_formulas": 1, "ended_unhappy": 3, "handed_over": 1,
        "not_confirmed": 2, "no_request": 1,
      ])
    #expect(summary.whole.count(.resolved) == 5)
    #expect(summary.whole.count(.unresolved) == 6)
    #expect(summary.whole.count(.unknown) == 4)
  }

  @Test func purchase() {
    #expect(counts(summary.whole.price) == ["none": 11, "medium": 1, "high": 3])
    #expect(counts(summary.whole.signals) == ["none": 9, "weak": 4, "strong": 2])
    #expect(counts(summary.whole.purchases) == ["none": 9, "promised": 2, "missed": 2, "open": 2])
    #expect(counts(summary.objections) == ["price": 1, "trust": 1])
    #expect(counts(summary.faults) == ["concern_not_met": 1, "only_formulas": 1])
    #expect(Set(summary.missedSales.items.map(\.quote.text)) == ["算了，别家便宜", "会不会是假货啊"])
  }

  @Test func service() {
    #expect(counts(summary.whole.stages) == ["none": 7, "repeater": 5, "navigator": 8, "mind_reader": 2])
    #expect(summary.whole.answers == 15)
    #expect(summary.whole.repeatedAnswers == 2)
    #expect(summary.whole.withRepeats == 1)
    #expect(summary.whole.feelings == 13)
    #expect(summary.whole.unmetFeelings == 8)
    #expect(summary.whole.withUnmetFeeling == 7)
    #expect(
      counts(summary.remedies) == ["commitment": 2, "nothing": 6, "silence": 2, "useful_answer": 2, "apology_only": 1])
    #expect(counts(summary.followed) == ["commitment": 1, "nothing": 3, "useful_answer": 2])
    #expect(counts(summary.eased) == ["commitment": 1, "nothing": 2, "useful_answer": 1])
    #expect(summary.whole.askedForHuman == 2)
    #expect(summary.whole.handedOver == 2)
    #expect(summary.whole.reachedHuman == 1)
  }

  @Test func waits() {
    let people = summary.whole.people
    #expect(people.firsts == 12)
    #expect(people.firstSeconds == 503)
    #expect(people.within30Seconds == 9)
    #expect(people.within3Minutes == 12)
    #expect(people.answers == 15)
    #expect(people.seconds == 528)
    #expect(people.longest == 180)
    #expect(people.unmeasurable == 2)
    let bots = summary.whole.bots
    #expect(bots.firsts == 2)
    #expect(bots.firstSeconds == 3)
    #expect(bots.answers == 4)
    #expect(bots.seconds == 5)
    #expect(bots.longest == 2)
  }

  /// Problem, conversations, customers, negative, unresolved, sum of severities.
  @Test(arguments: [
    ("urge_delivery", 2, 1, 2, 1, 7), ("human_agent", 1, 1, 1, 1, 5), ("bargain", 3, 3, 1, 1, 4),
    ("quality_issue", 1, 1, 1, 1, 4), ("refund_status", 1, 1, 1, 0, 2), ("product_question", 2, 2, 2, 1, 5),
    ("order_status", 1, 1, 1, 1, 2), ("payment", 1, 1, 1, 0, 1), ("complaint", 1, 1, 1, 0, 4),
    ("follow_up", 1, 1, 1, 1, 3),
  ])
  func pains(_ name: String, _ conversations: Int, _ customers: Int, _ negative: Int, _ unresolved: Int, _ sum: Int) {
    let pain = summary.pains[name] ?? PainPoint()
    #expect(pain.all.conversations == conversations)
    #expect(pain.customers.count == customers)
    #expect(pain.all.negative == negative)
    #expect(pain.all.unresolved == unresolved)
    #expect(pain.all.severity == sum)
  }

  @Test func painsByProduct() {
    #expect(summary.pains.count == 10)
    #expect(summary.pains["urge_delivery"]?.products.mapValues(\.conversations) == ["电饭煲": 2])
    #expect(summary.pains["bargain"]?.products.mapValues(\.conversations) == ["衬衫": 2])
    #expect(summary.products.mapValues(\.conversations) == ["电饭煲": 3, "衬衫": 4, "奶粉": 2])
  }

  @Test func theHardestConversationComesFirst() {
    let hardest = summary.hardest.items
    #expect(hardest.first?.quote.conversationID == "a-bot-that-repeats-itself")
    #expect(hardest.first?.points == 14, "angry 4 + angry 4 + unresolved 2 + 2 unmet feelings + 2 repeated answers")
    #expect(hardest.map(\.points) == hardest.map(\.points).sorted(by: >))
  }

  @Test func quotesAreShortAndClear() {
    let quotes = summary.pains["urge_delivery"]?.quotes.items.map(\.text) ?? []
    #expect(Set(quotes) == ["我的电饭煲怎么还没发货啊", "都五天了，你们到底管不管"])
  }

  @Test func writtenAndReadBack() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let bytes = try encoder.encode(summary)
    #expect(try JSONDecoder().decode(Summary.self, from: bytes) == summary)
    #expect(String(decoding: bytes, as: UTF8.self).contains("\"version\":\(Summary.formatVersion)"))
  }

  @Test func anotherVersionIsRefused() throws {
    let text = String(decoding: try JSONEncoder().encode(Summary()), as: UTF8.self)
    let newer = text.replacing("\"version\":\(Summary.formatVersion)", with: "\"version\":99")
    #expect(newer != text)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Summary.self, from: Data(newer.utf8)) }
  }
}
