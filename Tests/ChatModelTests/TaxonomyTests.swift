import ChatModel
import Testing

@Suite struct TaxonomyTests {
  private func check<L: Label>(_: L.Type, count: Int) {
    #expect(L.allCases.count == count)
    #expect(L.names.count == count)
    #expect(Set(L.names).count == count)
    for label in L.allCases { #expect(L(name: label.name) == label) }
    #expect(L(name: "no such label") == nil)
  }

  @Test func everyLabelHasOneNameAndOneCode() {
    check(Intent.self, count: 36)
    check(IntentFamily.self, count: 7)
    check(Emotion.self, count: 6)
    check(PriceSensitivity.self, count: 4)
    check(PurchaseSignal.self, count: 3)
    check(Act.self, count: 14)
    check(ServiceStage.self, count: 4)
    check(Speaker.self, count: 4)
    check(MessageType.self, count: 6)
  }

  @Test func rankedLabelsKeepOrderAndRefuseRepeats() {
    var labels = RankedLabels<Intent>()
    labels.append(Scored(.exchange, 0.9))
    labels.append(Scored(.exchange, 0.1))
    labels.append(Scored(.promotionInquiry, 0.5))
    #expect(labels.array == [Scored(.exchange, 0.9), Scored(.promotionInquiry, 0.5)])
  }
}
