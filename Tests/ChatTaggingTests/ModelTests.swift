import ChatModel
import Testing

@testable import ChatTagging

@Suite struct ModelTests {
  private static func tokens(_ text: String) -> [UInt32] {
    var (tokens, pieces): ([UInt32], [UInt32]) = ([], [])
    TokenReader(.shipped).read(Array(text.utf8).span, into: &tokens, pieces: &pieces)
    return tokens
  }

  @Test(arguments: [
    ("退貨", "退货", "Traditional and Simplified are one"),
    ("ＡＢＣ？", "abc?", "full width and capitals"),
    ("买了12.5元的", "买了3元的", "any short number"),
    ("电话13800138000", "电话[phone]", "a long number reads as its mask"),
    ("单号[order:9f3a]到哪了", "单号[order]到哪了", "the pseudonym of a mask says nothing"),
    ("好的[数字x]个", "好的5个", "masks of the JD chats"),
    ("快点啊啊啊啊啊", "快点啊啊", "a character said again and again"),
    ("看 https://a.example/x?y=1 这个", "看 http://b.example 这个", "any link"),
    ("where   is\nit", "where is it", "white space"),
    ("好\u{FE0F}的", "好的", "variation selectors"),
  ])
  func foldedAlike(_ a: String, _ b: String, _ reason: String) {
    #expect(Self.tokens(a) == Self.tokens(b), "\(reason)")
  }

  @Test(arguments: [("退货", "换货"), ("好", "好?"), ("[phone]", "[address]"), ("return", "returns"), ("", "好")])
  func toldApart(_ a: String, _ b: String) { #expect(Self.tokens(a) != Self.tokens(b)) }

  @Test func brokenBytesAreReadToTheEnd() {
    var (tokens, pieces): ([UInt32], [UInt32]) = ([], [])
    for bytes: [UInt8] in [[0xE5], [0xFF, 0xC3], [0xF0, 0x9F], [0x5B, 0x5D], [0x5B]] {
      TokenReader(.shipped).read(bytes.span, into: &tokens, pieces: &pieces)
    }
    #expect(!tokens.isEmpty)
  }

  private static func batch(_ text: String, by speaker: Speaker = .customer, after: [(Speaker, String)] = [])
    -> TurnBatch
  {
    var batch = TurnBatch()
    var turn = Turn()
    turn.text = batch.append(Array(text.utf8).span)
    turn.speaker = speaker
    var context = TurnContext()
    for (speaker, text) in after.reversed() {
      context.earlier[context.count] = .init(speaker: speaker, text: batch.append(Array(text.utf8).span))
      context.count += 1
    }
    context.turnsBefore = after.count
    batch.turns = [turn]
    batch.contexts = [context]
    return batch
  }

  /// The probabilities of a batch's only turn.
  private static func outputs(_ model: TextModel, _ batch: TurnBatch, signals: [UInt32] = []) -> [Float] {
    var memory = TextMemory(capacity: 16)
    var group = ModelScratch(for: model.file, memory)
    let slot = model.add(0, of: batch, signals: signals, to: &group, &memory)
    model.score(&group)
    model.readProbabilities(at: slot, of: &group)
    return group.outputs
  }

  private static func tags(_ model: TextModel, _ batch: TurnBatch) throws -> CustomerTags {
    let signals = try TurnTagger.shipped().signals(0, of: batch, with: TaggingScratch())
    return model.customerTags(from: outputs(model, batch, signals: signals))
  }

  @Test(
    arguments: [
      ([], "这个怎么退货", Intent.returnRefund, "plain"),
      ([(Speaker.agent, "亲，退款已经为您申请了")], "大概几天", .refundStatus, "only the context tells"),
      ([], "能便宜点吗 太贵了", .bargain, "no punctuation"),
      ([], "where is my package", .logisticsTracking, "English"),
    ] as [([(Speaker, String)], String, Intent, String)])
  func intentOfPlainTurns(_ context: [(Speaker, String)], _ text: String, _ intent: Intent, _ reason: String) throws {
    let model = try #require(try TextModel.shipped())
    let tags = try Self.tags(model, Self.batch(text, after: context))
    #expect(tags.intents.first?.label == intent, "\(reason)")
  }

  @Test func probabilitiesSumToOne() throws {
    let model = try #require(try TextModel.shipped())
    for text in ["", "在吗", "退货运费谁出", "I want a refund!!", "🙂"] {
      let outputs = Self.outputs(model, Self.batch(text))
      for head in [ModelHead.intents, .emotion, .price, .purchase] {
        let sum = head.outputs.reduce(0) { $0 + outputs[$1] }
        #expect(abs(sum - 1) < 0.001, "\(head) of \(text)")
      }
    }
  }

  private static let small: ModelFile = {
    let shape = NetworkShape(embedding: 1, hidden: 1)
    var layers = DenseLayers(shape)
    layers.outputBias[3][2] = 4
    return ModelFile(
      shape: shape, table: FeatureTable(keys: [7, 3], rows: [.one, .zero], lanes: 1), networks: [layers],
      calibration: Calibration(), provenance: "abc turns 1")
  }()

  @Test func labelsComeMostProbableFirst() {
    var calibration = Calibration()
    for label in ModelHead.acts.outputs { calibration.thresholds[label] = 0.2 }
    var probabilities = [Float](repeating: 0, count: ModelHead.outputCount)
    for seed in 1...50 {
      for label in ModelHead.acts.outputs { probabilities[label] = Float(label * seed * 37 % 11) / 20 }
      let acts = ModelHead.acts.outputs.sorted { (-probabilities[$0], $0) < (-probabilities[$1], $1) }
      let expected = acts.prefix(1) + acts.dropFirst().filter { probabilities[$0] >= 0.2 }
      #expect(calibration.labels(of: .acts, probabilities) == Array(expected))
    }
  }

  /// The program trusts the file inside itself and does not take the time.
  @Test func shippedFileMatchesItsChecksum() {
    guard let bytes = unsafe ModelData.bytes(of: "weights.bin") else {
      Issue.record("nothing is embedded")
      return
    }
    #expect(throws: Never.self) { try unsafe ModelFile(bytes, isChecked: true) }
  }

  @Test func fileIsReadAsWritten() throws {
    #expect(try ModelFile(bytes: Self.small.bytes) == Self.small)
    let model = try TextModel(bytes: Self.small.bytes)
    #expect(
      model.customerTags(from: Self.outputs(model, Self.batch("好"))).emotion.label == .anxious, "the bias alone decides"
    )
  }

  @Test(arguments: [
    (0, "not-a-model"), (4, "model-version"), (8, "model-version"), (40, "model-damaged"), (-1, "model-damaged"),
  ])
  func changedFileIsRefused(_ at: Int, _ code: String) {
    var bytes = Self.small.bytes
    bytes[at < 0 ? bytes.count + at : at] ^= 0x40
    #expect { try ModelFile(bytes: bytes) } throws: { ($0 as? ModelError)?.code == code }
  }

  @Test(arguments: [0, 3, 31, 200])
  func cutFileIsRefused(_ count: Int) {
    #expect(throws: ModelError.self) { try ModelFile(bytes: Array(Self.small.bytes.prefix(count))) }
  }
}
