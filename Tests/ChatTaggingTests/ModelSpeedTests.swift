import ChatModel
import Testing

@testable import ChatTagging

/// What is done for speed changes no result: groups, remembered texts, sums in another order, wide vectors.
@Suite struct ModelSpeedTests {
  /// A chat of short, long and very long texts, some said again; the same for the same seed.
  static func chat(_ turns: Int, seed: UInt64) -> TurnBatch {
    let phrases = [
      "在吗", "这个怎么退货", "能便宜点吗 太贵了", "亲，退款已经为您申请了", "where is my package", "好的谢谢", "!!", "13800138000",
      "质量太差了，用了两天就坏了，你们怎么处理", "请问还有什么可以帮您", "[图片]", "unbelievable service, refund please", "🙂",
    ]
    var state = seed
    func random(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    var batch = TurnBatch()
    for index in 0..<turns {
      let count = [1, 1, 2, 3, 12, 90][random(6)]
      let text = (0..<count).map { _ in phrases[random(phrases.count)] }.joined(separator: "，")
      var turn = Turn()
      turn.speaker = [.customer, .agent, .bot][random(3)]
      turn.text = batch.append(text.utf8.span)
      var context = TurnContext()
      context.turnsBefore = index
      for earlier in batch.turns.reversed().prefix(random(TurnContext.depth + 1)) {
        context.earlier[context.count] = TurnContext.Earlier(speaker: earlier.speaker, text: earlier.text)
        context.count += 1
      }
      batch.turns.append(turn)
      batch.contexts.append(context)
    }
    return batch
  }

  /// The probabilities of one turn by the definition of the network, number by number.
  private static func definition(_ model: TextModel, _ index: Int, of batch: TurnBatch, signals: [UInt32]) -> [Float] {
    let (file, isService) = (model.file, batch.turns[index].speaker.isService)
    var features = TurnFeatures()
    features.read(index, of: batch, signals: signals, with: model.reader)
    var outputs = [Float](repeating: 0, count: ModelHead.outputCount)
    let lanes = file.table.scales.count
    for (number, network) in file.networks.enumerated() {
      var inputs: [Float] = []
      for block in FeatureBlock.allCases {
        var rows: [UInt32] = []
        file.table.findRows(of: Array(features.keys[features.range(of: block)]), into: &rows)
        let norm = rows.isEmpty ? 0 : 1 / Float(rows.count).squareRoot()
        for lane in number * file.shape.embedding..<(number + 1) * file.shape.embedding {
          for unit in 0..<16 {
            let sum = rows.reduce(0) { sum, row in
              let pair = file.table.weights[Int(row) * lanes + lane][unit % 8]
              return sum + (unit < 8 ? Int(Int8(truncatingIfNeeded: pair)) : Int(pair >> 8))
            }
            inputs.append(file.table.scales[lane][unit] * norm * Float(sum))
          }
        }
      }
      func layer(_ inputs: [Float], _ weights: [Lane], _ bias: [Lane]) -> [Float] {
        (0..<bias.count * 16).map { out in
          var sum: Float = 0
          for (at, value) in inputs.enumerated() { sum += value * weights[at * bias.count + out / 16][out % 16] }
          return sum + bias[out / 16][out % 16]
        }
      }
      let hidden = layer(inputs, network.hidden, network.hiddenBias).map { max(0, $0) }
      for (at, value) in layer(hidden, network.output, network.outputBias).enumerated() {
        outputs[at] += value / Float(file.networks.count)
      }
    }
    for head in ModelHead.allCases where head.isService == isService {
      ModelMath.probabilities(of: head, scale: file.calibration.scales[head.rawValue], &outputs)
    }
    return outputs
  }

  @Test func groupsScoreAsTheDefinitionSays() throws {
    let model = try #require(try TextModel.shipped())
    let tagger = try TurnTagger.shipped()
    let batch = Self.chat(70, seed: 1)
    var (group, memory) = (ModelScratch(for: model.file, slots: 17), TextMemory(capacity: 16))
    let scratch = TaggingScratch()
    var slots: [(slot: Int, index: Int)] = []
    for index in batch.turns.indices {
      let signals = tagger.signals(index, of: batch, with: scratch)
      slots.append((model.add(index, of: batch, signals: signals, to: &group, &memory), index))
      guard group.isFull || index == batch.turns.count - 1 else { continue }
      model.score(&group)
      for (slot, index) in slots {
        model.readProbabilities(at: slot, of: &group)
        let signals = tagger.signals(index, of: batch, with: TaggingScratch(remembering: 8))
        let expected = Self.definition(model, index, of: batch, signals: signals)
        for head in ModelHead.allCases where head.isService == batch.turns[index].speaker.isService {
          #expect(Array(group.outputs[head.outputs]) == Array(expected[head.outputs]), "turn \(index), \(head)")
        }
      }
      slots = []
      group.removeAll()
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func tagsDoNotDependOnWhatWasReadBefore(_ seed: UInt64) throws {
    let tagger = try TurnTagger.shipped()
    let batch = Self.chat(150, seed: seed)
    let scratch = TaggingScratch()
    var together: [TurnTags] = []
    tagger.tag(batch.turns.indices, of: batch, with: scratch) { together.append($1) }
    let again = batch.turns.indices.reversed().map { tagger.tag($0, of: batch, with: scratch) }
    #expect(again.reversed() == together)
    let fresh = batch.turns.indices.map { tagger.tag($0, of: batch, with: TaggingScratch(remembering: 8)) }
    #expect(fresh == together)
    let forgetful = TaggingScratch(remembering: 3)
    #expect(batch.turns.indices.map { tagger.tag($0, of: batch, with: forgetful) } == together)
  }

  @Test func scratchServesOneTaggerAfterAnother() throws {
    let taggers = [try TurnTagger.shipped(), try TurnTagger(ruleFiles: RuleFile.shipped)]
    let batch = Self.chat(30, seed: 5)
    let scratch = TaggingScratch()
    for tagger in taggers + taggers {
      for index in batch.turns.indices {
        #expect(
          tagger.tag(index, of: batch, with: scratch)
            == tagger.tag(index, of: batch, with: TaggingScratch(remembering: 8)))
      }
    }
  }

  @Test func memoryGivesEachTextItsOwnPlace() {
    var memory = TextMemory(capacity: 100)
    let texts = (0..<500).map { "第\($0)句" } + ["", String(repeating: "长", count: 200)]
    for text in texts {
      let customer = memory.place(of: text.utf8.span, isService: false)
      let service = memory.place(of: text.utf8.span, isService: true)
      #expect(customer.filling != service.filling)
      let again = memory.place(of: text.utf8.span, isService: true)
      #expect((again.filling == service.filling) == (text.utf8.count <= 512), "\(text)")
    }
  }
}
