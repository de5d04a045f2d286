import ChatInsight
import ChatModel
import Foundation
import Testing

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for a seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}

@Suite struct MergeTests {
  /// Conversations of any tags, of a few customers, products and texts, so that everything collides.
  private static func conversations(_ count: Int, _ random: inout SeededGenerator) -> [[TaggedTurn]] {
    (0..<count).map { number in
      let customer = "u\(Int.random(in: 0..<20, using: &random))"
      let product = ["电饭煲", "衬衫", nil].randomElement(using: &random) ?? nil
      var clock: Int64 = 0
      return (0..<Int.random(in: 1...9, using: &random)).map { turn in
        clock += Int64.random(in: -5...200, using: &random)
        var tagged = TaggedTurn(
          conversationID: "c\(number)", number: Int64(turn),
          speaker: [.customer, .customer, .agent, .bot, .system].randomElement(using: &random) ?? .customer,
          text: texts.randomElement(using: &random) ?? "")
        (tagged.customerID, tagged.product) = (customer, product)
        (tagged.channel, tagged.orderID) = (
          ["app", "h5", nil].randomElement(using: &random) ?? nil, product.map { $0 + customer }
        )
        tagged.time = Bool.random(using: &random) ? Timestamp(seconds: clock) : nil
        if tagged.speaker == .customer {
          var tags = CustomerTags()
          for _ in 0...1 { tags.intents.append(Scored(Intent.allCases.randomElement(using: &random) ?? .other, 0.7)) }
          tags.emotion = Scored(Emotion.allCases.randomElement(using: &random) ?? .neutral, 0.7)
          tags.price = Scored(PriceSensitivity.allCases.randomElement(using: &random) ?? .none, 0.7)
          tags.purchase = Scored(PurchaseSignal.allCases.randomElement(using: &random) ?? .none, 0.7)
          tagged.tags = .customer(tags)
        } else if tagged.speaker.isService {
          var tags = ServiceTags()
          tags.acts.append(Scored(Act.allCases.randomElement(using: &random) ?? .other, 0.7))
          tags.stage = Scored(ServiceStage.allCases.randomElement(using: &random) ?? .none, 0.7)
          tagged.tags = .service(tags)
        }
        return tagged
      }
    }
  }

  private static let texts = [
    "亲，第一句很平常的话", "亲，第二句很平常的话", "黑色的能便宜点吗，拼多多更便宜", "给妈妈买，双十一有赠品吗", "算了，去别家看看",
    "已经给您改价了", "不议价哦亲", "没货了亲", "黑色洗了掉色",
  ]

  /// Every customer paid one order, which belongs to the conversation of its number.
  private static func summary(_ conversations: some Sequence<[TaggedTurn]>) -> Summary {
    var summary = Summary()
    for conversation in conversations { add(conversation, to: &summary) }
    return summary
  }

  private static func add(_ conversation: [TaggedTurn], to summary: inout Summary) {
    var order = Order(orderID: "o")
    (order.paid, order.amount, order.conversationID) = (Timestamp(seconds: 90_000), 995, "c7")
    summary.add(conversation, orders: [order])
  }

  private static func merged(_ a: Summary, _ b: Summary) -> Summary {
    var sum = a
    sum.merge(b)
    return sum
  }

  @Test(arguments: 1...40)
  func anySplitGivesTheSameSummary(_ seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let all = Self.conversations(60, &random)
    let whole = Self.summary(all)
    var parts = [Summary](repeating: Summary(), count: Int.random(in: 1...7, using: &random))
    for conversation in all.shuffled(using: &random) {
      Self.add(conversation, to: &parts[Int.random(in: 0..<parts.count, using: &random)])
    }
    let left = parts.reduce(Summary(), Self.merged)
    let right = parts.reversed().reduce(Summary()) { Self.merged($1, $0) }
    #expect(left == whole)
    #expect(right == whole, "associative")
    #expect(parts.shuffled(using: &random).reduce(Summary(), Self.merged) == whole, "commutative")
    #expect(Self.merged(whole, Summary()) == whole, "the empty summary changes nothing")
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(try encoder.encode(left) == encoder.encode(whole), "the same bytes")
    #expect(try JSONDecoder().decode(Summary.self, from: encoder.encode(whole)) == whole)
  }

  @Test func countsAddUp() {
    var random = SeededGenerator(state: 99)
    let whole = Self.summary(Self.conversations(500, &random)).whole
    #expect(whole.outcomes.total == 500)
    #expect(whole.price.total == 500)
    #expect(whole.signals.total == 500)
    #expect(whole.purchases.total == 500)
    #expect(whole.interested == whole.purchases[.promised] + whole.purchases[.missed] + whole.purchases[.open])
    #expect(whole.unmetFeelings <= whole.feelings)
    #expect(whole.withUnmetFeeling <= whole.negative)
  }
}
