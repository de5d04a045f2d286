import ChatInsight
import ChatModel
import Testing

@Suite struct WordingTests {
  private static func sample(_ texts: [String], prefix: String = "c") -> WordingSample {
    var sample = WordingSample()
    for (number, text) in texts.enumerated() { sample.add(conversation("\(prefix)\(number)", text)) }
    return sample
  }

  private static func conversation(_ id: String, _ text: String) -> [TaggedTurn] {
    [TaggedTurn(conversationID: id, number: 0, speaker: .customer, text: text)]
  }

  /// Figures of an independent calculation with numpy.
  ///
  /// Equations 15 and 18 of Monroe, Colaresi and Quinn (2008):
  ///
  ///     a = 100 * (y1 + y2) / (n1 + n2)
  ///     d = np.log((y1 + a) / (n1 + 100 - y1 - a)) - np.log((y2 + a) / (n2 + 100 - y2 - a))
  ///     d / np.sqrt(1 / (y1 + a) + 1 / (y2 + a))
  @Test(arguments: [
    (8, 150, 0, 400, 2.919854619899), (30, 200, 10, 400, 4.724613236914), (5, 100, 5, 100, 0.000000000000),
    (2, 300, 40, 500, -3.714288499202),
    (120, 1000, 60, 1000, 4.597249770491),
  ])
  func logOdds(_ now: Int, _ nowTotal: Int, _ before: Int, _ beforeTotal: Int, _ expected: Double) {
    let z = LogOdds.zScore(now: now, of: nowTotal, before: before, of: beforeTotal)
    #expect(abs(z - expected) < 1e-9)
  }

  private static let everyday = [
    "这个有货吗", "什么时候发货", "能便宜点吗", "发票怎么开", "尺码偏大吗", "快递到哪了", "谢谢亲", "怎么退货", "多少钱", "有优惠券吗",
  ]

  @Test func aNewPhraseIsFoundWhole() {
    let before = Self.sample((0..<200).map { Self.everyday[$0 % 10] }, prefix: "b")
    let texts = (0..<100).map { $0 % 10 == 3 ? "飞燕快递分拨中心被淹了吗\($0)" : Self.everyday[$0 % 10] }
    let found = NewWording.find(Self.sample(texts), against: before)
    #expect(found.map(\.text) == ["飞燕快递分拨中心被淹了吗"])
    #expect(found.first?.change.now == Proportion(10, of: 100))
    #expect(found.first?.change.before == Proportion(0, of: 200))
    #expect(found.first?.trend == .new)
    #expect(found.first?.quotes.count == 3)
  }

  @Test func englishPhrasesAreWords() {
    let before = Self.sample((0..<100).map { _ in "Where is my order?" }, prefix: "b")
    let texts = (0..<60).map { $0 % 5 == 0 ? "the zipper broke again" : "Where is my order?" }
    #expect(NewWording.find(Self.sample(texts), against: before).map(\.text) == ["the zipper broke again"])
  }

  @Test func whatIsMaskedOrRareIsNoWording() {
    let before = Self.sample((0..<100).map { _ in "你好" }, prefix: "b")
    let masked = (0..<60).map { $0 % 2 == 0 ? "[phone]" : "你好" }
    #expect(NewWording.find(Self.sample(masked), against: before).isEmpty)
    let rare = (0..<60).map { $0 < 4 ? "保温杯炸了" : "你好" }
    #expect(NewWording.find(Self.sample(rare), against: before).isEmpty, "four conversations are too few")
  }

  /// Between weeks that speak alike a phrase is called new in at most 5 % of comparisons.
  @Test func falseAlarmsAreRare() {
    var random = SeededGenerator(state: 11)
    func week(_ name: String) -> WordingSample {
      Self.sample(
        (0..<150).map { _ in
          (Self.everyday.randomElement(using: &random) ?? "") + "，"
            + (Self.everyday.randomElement(using: &random) ?? "")
        }, prefix: name)
    }
    let alarms = (0..<40).count { trial in !NewWording.find(week("n\(trial)-"), against: week("b\(trial)-")).isEmpty }
    // 5 % of 40 is 2; three standard deviations of chance above that is 6.
    #expect(alarms <= 6, "\(alarms) of 40 weeks")
  }

  @Test func aSampleIsTheSameInAnyOrderAndParts() {
    let all = (0..<2600).map { Self.conversation("c\($0 / 2)", "第\($0)句") }
    func sample(_ conversations: some Sequence<[TaggedTurn]>) -> WordingSample {
      var sample = WordingSample()
      for conversation in conversations { sample.add(conversation) }
      return sample
    }
    let whole = sample(all)
    #expect(whole.entries.count == WordingSample.capacity)
    #expect(whole.conversations == 2600)
    var random = SeededGenerator(state: 5)
    #expect(sample(all.shuffled(using: &random)) == whole)
    var merged = sample(all[2100...])
    merged.merge(sample(all[..<700]))
    merged.merge(sample(all[700..<2100]))
    #expect(merged == whole)
  }
}
