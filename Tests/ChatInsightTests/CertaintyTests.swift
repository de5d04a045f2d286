import ChatInsight
import ChatModel
import Testing

@Suite struct CertaintyTests {
  private static func customer(_ intent: Float, _ emotion: Float, _ price: Float, _ purchase: Float) -> TurnTags {
    var tags = CustomerTags()
    tags.intents.append(Scored(.bargain, intent))
    tags.intents.append(Scored(.priceInquiry, 0.1))
    tags.emotion = Scored(.neutral, emotion)
    (tags.price, tags.purchase) = (Scored(.high, price), Scored(.weak, purchase))
    return .customer(tags)
  }

  private static func answer(_ act: Float, _ stage: Float) -> TurnTags {
    var tags = ServiceTags()
    tags.acts.append(Scored(.info, act))
    tags.stage = Scored(.navigator, stage)
    return .service(tags)
  }

  /// Six turns with tags and two without; the confidences that are guesses below one half: by hand.
  private static let turns: [TaggedTurn] = [
    (Speaker.customer, customer(0.49, 0.9, 0.9, 0.9)),  // intents; the second intent does not count
    (.agent, answer(0.9, 0.49)),  // service_stage
    (.customer, customer(0.5, 0.5, 0.5, 0.5)),  // none: one half is no guess
    (.bot, answer(0.3, 0.3)),  // acts, service_stage
    (.customer, customer(0.2, 0.2, 0.9, 0.45)),  // intents, emotion, purchase_signal
    (.agent, answer(0.8, 0.8)),  // none
    (.system, .none), (.customer, .none),
  ].enumerated().map { number, turn in
    TaggedTurn(conversationID: "c", number: Int64(number), speaker: turn.0, text: "便宜点", tags: turn.1)
  }

  private static func summary(_ turns: [TaggedTurn], below threshold: Float = 0.5) -> Summary {
    var (summary, settings) = (Summary(), FactSettings())
    settings.unsureBelow = threshold
    summary.add(turns, settings)
    return summary
  }

  @Test func guessesAreCounted() {
    let certainty = Self.summary(Self.turns).certainty
    #expect([.customer, .agent, .bot, .system].map { certainty.tagged[$0] } == [3, 2, 1, 0])
    #expect([.customer, .agent, .bot].map { certainty.unsure[$0] } == [2, 1, 1])
    #expect(
      TagField.allCases.map { certainty.fields[$0] } == [2, 1, 0, 1, 1, 2],
      "intents, emotion, price, purchase, acts, stage")
  }

  @Test func theThresholdDecides() {
    #expect(TagField.allCases.map { Self.summary(Self.turns, below: 0.25).certainty.fields[$0] } == [1, 1, 0, 0, 0, 0])
    #expect(Self.summary(Self.turns, below: 1).certainty.unsure.total == 6)
  }

  @Test func partsAddUp() {
    var sum = Self.summary(Array(Self.turns[..<3]))
    sum.merge(Self.summary(Array(Self.turns[3...])))
    #expect(sum.certainty == Self.summary(Self.turns).certainty)
  }
}
