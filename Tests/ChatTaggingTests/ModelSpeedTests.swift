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

  /// The keys of each text, frame or signals that a turn is made of: whose shares are added as they are (0), or first
  /// with those of the other earlier turns of service (1) or of the customer (2).
  private static func parts(
    _ model: TextModel, _ index: Int, of batch: TurnBatch, signals: [UInt32]
  ) -> [(block: FeatureBlock, keys: [UInt32], group: Int)] {
    let (turn, context) = (batch.turns[index], batch.contexts[index])
    let parts = ContextParts(context)
    var text = TextFeatures()
    func keys(_ range: ByteRange, _ speaker: Speaker, _ extent: TextFeatures.Extent) -> [UInt32] {
      var keys: [UInt32] = []
      text.read(batch.bytes.span.extracting(range.range), isService: speaker.isService, with: model.reader)
      text.appendKeys(of: extent, to: &keys)
      return keys
    }
    func keys(_ rank: Int, _ extent: TextFeatures.Extent) -> [UInt32] {
      keys(context.earlier[rank].text, context.earlier[rank].speaker, extent)
    }
    var found = [(block: FeatureBlock.turn, keys: keys(turn.text, turn.speaker, .turn), group: 0)]
    var frame: [UInt32] = []
    TurnFeatures.append(
      frame: TurnFeatures.frame(of: turn.speaker, in: context, length: text.count(of: .turn)), to: &frame)
    if let rank = parts.service { found.append((.service, keys(rank, .service), 0)) }
    if let rank = parts.customer { found.append((.customer, keys(rank, .earlier), 0)) }
    found += [(.frame, frame, 0), (.rules, signals, 0)]
    parts.forEachEarlier(isService: true) { found.append((.earlierService, keys($0, .earlier), 1)) }
    parts.forEachEarlier(isService: false) { found.append((.earlierCustomer, keys($0, .earlier), 2)) }
    return found
  }

  /// The probabilities of one turn by the definition of the network, number by number.
  private static func definition(_ model: TextModel, _ index: Int, of batch: TurnBatch, signals: [UInt32]) -> [Float] {
    let (file, isService) = (model.file, batch.turns[index].speaker.isService)
    let parts = parts(model, index, of: batch, signals: signals)
    var features = TurnFeatures()
    features.read(index, of: batch, signals: signals, with: model.reader)
    for block in FeatureBlock.allCases {
      #expect(parts.filter { $0.block == block }.flatMap(\.keys) == Array(features.keys[features.range(of: block)]))
    }
    let (lanes, units, size) = (file.table.scales.count, file.shape.hidden, file.shape.embedding)
    func rows(_ keys: [UInt32]) -> [UInt32] {
      var rows: [UInt32] = []
      file.table.findRows(of: keys, into: &rows)
      return rows
    }
    func norm(_ count: Int) -> Float { count == 0 ? 0 : 1 / Float(count).squareRoot() }
    var outputs = [Float](repeating: 0, count: ModelHead.outputCount)
    for (number, network) in file.networks.enumerated() {
      var groups = [[Float]](repeating: Array(repeating: 0, count: units * 16), count: 3)
      for part in parts {
        let rows = rows(part.keys)
        var share = [Float](repeating: 0, count: units * 16)
        for at in 0..<size * 16 {
          let lane = number * size + at / 16
          let sum = rows.reduce(0) { sum, row in
            sum + Int(file.table.weights[lane: Int(row) * lanes + lane, at % 16])
          }
          let input = file.table.scales[lane][at % 16] * (part.group == 0 ? norm(rows.count) : 1) * Float(sum)
          let first = (part.block.rawValue * size * 16 + at) * units
          for unit in share.indices { share[unit] += input * network.hidden[first + unit / 16][unit % 16] }
        }
        for unit in share.indices { groups[part.group][unit] += share[unit] }
      }
      let norms = (0..<3).map { group in
        group == 0 ? 1 : norm(parts.filter { $0.group == group }.reduce(0) { $0 + rows($1.keys).count })
      }
      for unit in 0..<units * 16 {
        let sum = (0..<3).reduce(Float(0)) { $0 + norms[$1] * groups[$1][unit] }
        let hidden = max(0, sum + network.hiddenBias[unit / 16][unit % 16])
        for at in outputs.indices {
          let weight = network.output[unit * NetworkShape.outputs + at / 16][at % 16]
          outputs[at] += hidden * (weight / Float(file.networks.count))
        }
      }
    }
    if !isService { add(linear(parts, file.linear), to: &outputs) }
    for at in outputs.indices {
      let bias = at < LinearTable.outputCount ? file.linear.bias[at / 16][at % 16] : 0
      outputs[at] += file.networks.reduce(bias) { $0 + $1.outputBias[at / 16][at % 16] / Float(file.networks.count) }
    }
    for head in ModelHead.allCases where head.isService == isService {
      ModelMath.probabilities(of: head, scale: file.calibration.scales[head.rawValue], &outputs)
    }
    return outputs
  }

  /// What the linear part adds to the outputs of a customer's turn, by its definition.
  private static func linear(
    _ parts: [(block: FeatureBlock, keys: [UInt32], group: Int)], _ linear: LinearTable
  ) -> [Float] {
    var groups = [[Float]](repeating: Array(repeating: 0, count: LinearTable.outputCount), count: 3)
    var squares = [Float](repeating: 0, count: 3)
    for part in parts where LinearTable.length(of: part.block) > 0 {
      var rows: [UInt32] = []
      let square = linear.findRows(of: part.keys, in: part.block, into: &rows)
      squares[part.group] += square
      for at in 0..<LinearTable.outputCount {
        let sum = rows.reduce(0) { sum, row in
          sum + Int(linear.table.weights[lane: Int(row) * LinearTable.lanes + at / 16, at % 16])
        }
        let norm = part.group == 0 ? LinearTable.norm(square, of: part.block) : 1
        groups[part.group][at] += linear.table.scales[at / 16][at % 16] * norm * Float(sum)
      }
    }
    let norm = LinearTable.norm(squares[2], of: .earlierCustomer)
    return (0..<LinearTable.outputCount).map { groups[0][$0] + norm * groups[2][$0] }
  }

  private static func add(_ some: [Float], to outputs: inout [Float]) {
    for (at, number) in some.enumerated() { outputs[at] += number }
  }

  @Test func groupsScoreAsTheDefinitionSays() throws {
    let model = try #require(try TextModel.shipped())
    let tagger = try TurnTagger.shipped()
    let batch = Self.chat(70, seed: 1)
    var memory = TextMemory(capacity: 100)
    var group = ModelScratch(for: model.file, memory)
    let scratch = TaggingScratch()
    var slots: [(slot: Int, index: Int)] = []
    for index in batch.turns.indices {
      let signals = tagger.signals(index, of: batch, with: scratch)
      slots.append((model.add(index, of: batch, signals: signals, to: &group, &memory), index))
      guard slots.count == group.capacity || index == batch.turns.count - 1 else { continue }
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
      memory.beginGroup()
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
      memory.beginGroup()
      let customer = memory.place(of: text.utf8.span, isService: false)
      let service = memory.place(of: text.utf8.span, isService: true)
      #expect(customer.filling != service.filling)
      let again = memory.place(of: text.utf8.span, isService: true)
      #expect((again.filling == service.filling) == (text.utf8.count <= 512), "\(text)")
    }
  }

  @Test func whatAGroupMetKeepsItsPlace() {
    var memory = TextMemory(capacity: 30)
    for group in 0..<20 {
      memory.beginGroup()
      // Some of the group before, some new, one too long to be found again.
      let texts = (0..<29).map { "第\(group * 13 + $0)句" } + [String(repeating: "长", count: 200)]
      let places = texts.map { memory.place(of: $0.utf8.span, isService: false) }
      #expect(Set(places.map(\.slot)).count == 30)
      #expect(texts.dropLast().map { memory.place(of: $0.utf8.span, isService: false) } == places.dropLast())
    }
  }

  @Test func whatRulesGaveIsFoundByAllItDependsOn() {
    var memory = GivenMemory(capacity: 3)
    let keys = [
      GivenMemory.Key(text: 1), GivenMemory.Key(text: 1, serviceText: 2), GivenMemory.Key(text: 2),
      GivenMemory.Key(text: 1, facts: .question), GivenMemory.Key(text: 1, facts: .did(.other)),
    ]
    for (number, key) in keys.enumerated() {
      #expect(memory.place(of: key, withFirings: false) == nil)
      let place = memory.remember(key, .none, [UInt32(number)], nil)
      #expect(memory.place(of: key, withFirings: false) == place)
      #expect(memory.results[place].signals == [UInt32(number)])
      #expect(memory.place(of: key, withFirings: true) == nil)
    }
  }
}
