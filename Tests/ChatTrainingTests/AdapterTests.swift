import ChatModel
import ChatTagging
import ChatTraining
import Testing

/// What a shop's own labels add to the model that ships.
@Suite struct AdapterTests {
  /// A word that only this shop uses: a way to pay.
  private static let learnt = ["走闪链吧", "闪链可以吗", "能闪链不", "我用闪链", "闪链怎么弄", "支持闪链吗"]
  private static let ahead = ["", "这单", "那", "刚才那个", "两件一起", "今天", "明天", "大的"]
  private static let heldOut = ["要不闪链呗", "可以走闪链的吧", "我想闪链了", "闪链行不行呀", "就闪链好了"]
  /// What has nothing to do with it.
  private static let others = [
    "什么时候发货", "有没有M码", "我要退货", "好的谢谢", "能便宜点吗", "快递到哪了", "怎么安装啊", "发票能开吗", "在吗", "收到的杯子碎了",
    "太贵了", "包邮吗", "哪个颜色好看", "怎么还没到啊", "投诉你们",
  ]

  private static func target(_ intent: Intent) -> Target {
    var target = Target()
    target.set(.intents, [Int(intent.rawValue)], weight: 1)
    return target
  }

  private static func intent(_ text: String, _ tagger: TurnTagger) -> Intent? {
    guard case .customer(let tags) = tagger.explain(text, speaker: .customer, context: []).tags else { return nil }
    return tags.intents.first?.label
  }

  /// The shop's labelled turns: its own word, and other turns labelled as the tagger has them.
  private static func turns(_ tagger: TurnTagger) -> LabelledTurns {
    var turns = LabelledTurns()
    turns.begin(.init(name: "shop", file: "shop"))
    func add(_ text: String, _ intent: Intent) {
      turns.add(text, by: .customer, after: [], turnsBefore: 0, target: target(intent), group: text)
    }
    for text in learnt { for start in ahead { add(start + text, .payment) } }
    for text in others { if let intent = intent(text, tagger) { add(text, intent) } }
    return turns
  }

  @Test func learnsAWordAndLeavesTheRest() throws {
    let tagger = try TurnTagger.shipped()
    let training = AdapterTraining(Self.turns(tagger), tagger: tagger)
    let adapter = training.adapter(on: training.labelled, seed: 1, provenance: "0 shop 1")
    let adapted = try tagger.adapted(by: adapter)
    let before = Self.heldOut.count { Self.intent($0, tagger) == .payment }
    let after = Self.heldOut.count { Self.intent($0, adapted) == .payment }
    #expect(before <= 2 && after >= 4, "\(before) of \(Self.heldOut.count) before, \(after) after")
    let changed = Self.others.filter { Self.intent($0, tagger) != Self.intent($0, adapted) }
    #expect(changed.count <= 1, "\(changed)")
    #expect(adapted.version.model.hasPrefix(tagger.version.model + "+shop-"))
    #expect(adapted.version.rules == tagger.version.rules)
    let again = training.adapter(on: training.labelled, seed: 1, provenance: "0 shop 1")
    #expect(adapter.bytes == again.bytes, "the same seed gives the same file")
  }

  @Test func theFileIsCheckedAndHoldsNoText() throws {
    let tagger = try TurnTagger.shipped()
    let training = AdapterTraining(Self.turns(tagger), tagger: tagger)
    let adapter = training.adapter(on: training.labelled, seed: 1)
    let bytes = adapter.bytes
    #expect(try ModelAdapter(bytes: bytes) == adapter)
    for word in ["闪链", "退货", "发票"] {
      let needle = Array(word.utf8)
      #expect(!bytes.indices.contains { bytes[$0...].starts(with: needle) })
    }
    var damaged = bytes
    damaged[bytes.count / 2] ^= 1
    #expect(throws: ModelError.self) { try ModelAdapter(bytes: damaged) }
    #expect(throws: ModelError.self) { try ModelAdapter(bytes: Array(bytes.prefix(100))) }
    #expect(throws: ModelError.self) { try ModelAdapter(bytes: []) }
    var other = adapter
    other.base = "model-1+00000000"
    #expect { try tagger.adapted(by: other) } throws: { ($0 as? ModelError)?.code == "model-base" }
  }

  @Test func crossValidationJudgesOnlyWhatWasNotLearnt() throws {
    let tagger = try TurnTagger.shipped()
    let training = AdapterTraining(Self.turns(tagger), tagger: tagger)
    let all = training.labelled
    let result = try training.crossValidate(all, folds: 3, seed: 1)
    #expect(result.before.judgements.count == all.count && result.after.judgements.count == all.count)
    #expect(result.learntFrom == all.count * 2 / 3)
    let (before, after) = (result.before.agreement, result.after.agreement)
    #expect(after.micro(.intents) > before.micro(.intents) + 0.2)
    let gain = result.after.gainInterval(over: result.before, .intents) { $0.micro(.intents) }
    #expect(gain.lowerBound > 0)
    let half = try training.crossValidate(all, folds: 3, share: 0.5, seed: 1)
    #expect(half.learntFrom < result.learntFrom && half.after.judgements.count == all.count)
  }
}
