import ChatModel
import ChatTagging
import Testing

/// What an explanation says of a text.
@Suite struct ExplanationTests {
  @Test func namesWhoDecidedAndWhatSpoke() throws {
    let text = "那也太贵了吧"
    let explanation = try TurnTagger.shipped().explain(text, speaker: .customer, context: [])
    #expect(explanation.decisions.map(\.field) == ["intents", "emotion", "price_sensitivity", "purchase_signal"])
    let bargain = try #require(explanation.decisions.first)
    #expect(bargain.label == "bargain" && bargain.by == .both && bargain.ruleLabel == "bargain")
    let high = explanation.influences.filter { $0.label == "high" && $0.weight > 0 }
    let scalars = Array(text.unicodeScalars)
    let stretch = try #require(high.first)
    #expect(scalars[stretch.start..<stretch.end].contains("贵"), "\(high)")
  }

  @Test func theContextThatCountsIsNamed() throws {
    let context: [(speaker: Speaker, text: String)] = [(.customer, "有没有M码"), (.agent, "M码没货了")]
    let explanation = try TurnTagger.shipped().explain("那L码呢", speaker: .customer, context: context)
    #expect(explanation.influences.contains { $0.turn > 0 && $0.weight > 0 }, "\(explanation.influences)")
    #expect(explanation.influences.allSatisfy { $0.turn <= 2 })
  }

  @Test func rulesAloneDecideWithoutAModel() throws {
    let explanation = try TurnTagger(ruleFiles: RuleFile.shipped).explain("我要退货", speaker: .customer, context: [])
    #expect(explanation.influences.isEmpty)
    #expect(explanation.decisions.allSatisfy { $0.by == .rules })
  }
}
