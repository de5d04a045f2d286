public import ChatModel

/// A trained model that gives each label of a turn a probability, from the turn's text, its speaker and its context.
///
/// Hashed n-grams of characters and words are looked up as vectors and averaged for each ``FeatureBlock``; a hidden
/// layer mixes the blocks; all labels share it. After Joulin et al., "Bag of Tricks for Efficient Text Classification"
/// (2017), and Caruana, "Multitask Learning" (1997).
public struct TextModel: Sendable {
  /// Name and content hash, such as `model-1+3f2a9c01`.
  public let name: String
  let file: ModelFile
  private let reader: TokenReader

  /// The model that ships inside the binary, or nil where none was embedded.
  public static func shipped() throws(ModelError) -> TextModel? {
    guard let bytes = ModelData.bytes(of: "weights.bin"), !bytes.isEmpty else { return nil }
    return try TextModel(bytes: bytes)
  }

  /// A model from the bytes of a model file.
  public init(bytes: [UInt8]) throws(ModelError) {
    file = try ModelFile(bytes: bytes)
    name = "model-\(ModelFile.version)+\(ModelFile.digits(of: bytes))"
    reader = TokenReader(.shipped)
  }

  /// Scores the turn at `index` in its context (`batch.contexts`, where the batch has any) into `scratch`.
  ///
  /// `signals` is what the rules said of the turn (``TaggingScratch/appendSignals(_:_:_:to:)``).
  public func score(_ index: Int, of batch: TurnBatch, signals: [UInt32] = [], into scratch: ModelScratch) {
    scratch.features.read(index, of: batch, signals: signals, with: reader)
    lookUp(scratch)
    mix(scratch)
    let heads: [ModelHead] = batch.turns[index].speaker.isService ? Self.serviceHeads : Self.customerHeads
    for head in heads { calibrate(head, &scratch.outputs) }
  }

  /// The tags of the customer's turn that was scored last; intensity is not the model's matter.
  public func customerTags(from scratch: ModelScratch) -> CustomerTags {
    var tags = CustomerTags()
    tags.intents = ranked(.intents, scratch)
    tags.emotion = ranked(.emotion, scratch).first ?? tags.emotion
    tags.price = ranked(.price, scratch).first ?? tags.price
    tags.purchase = ranked(.purchase, scratch).first ?? tags.purchase
    return tags
  }

  /// The tags of the service's turn that was scored last.
  public func serviceTags(from scratch: ModelScratch) -> ServiceTags {
    var tags = ServiceTags()
    tags.acts = ranked(.acts, scratch)
    tags.stage = ranked(.stage, scratch).first ?? tags.stage
    return tags
  }

  private func ranked<L: Label>(_ head: ModelHead, _ scratch: ModelScratch) -> RankedLabels<L> {
    var labels = RankedLabels<L>()
    for output in file.calibration.labels(of: head, scratch.outputs) {
      if let label = L(rawValue: UInt8(output - head.outputs.lowerBound)) {
        labels.append(Scored(label, scratch.outputs[output]))
      }
    }
    return labels
  }

  private static let serviceHeads = ModelHead.allCases.filter(\.isService)
  private static let customerHeads = ModelHead.allCases.filter { !$0.isService }

  /// The sum of the vectors of a block's features, over the square root of how many features the block has.
  private func lookUp(_ scratch: ModelScratch) {
    let lanes = file.shape.embedding * file.networks.count
    scratch.blocks.resize(to: FeatureBlock.allCases.count * lanes)
    var blocks = scratch.blocks.mutableSpan
    let weights = file.table.weights.span
    for block in FeatureBlock.allCases {
      let first = block.rawValue * lanes
      for lane in first..<first + lanes { blocks[lane] = .zero }
      var known = 0
      for at in scratch.features.range(of: block) {
        guard let row = file.table.row(of: scratch.features.keys[at]) else { continue }
        known += 1
        let scale = file.table.scales[row]
        for lane in 0..<lanes { blocks[first + lane] += scale * weights[row * lanes + lane].asFloats }
      }
      let norm = known > 0 ? 1 / Float(known).squareRoot() : 0
      for lane in first..<first + lanes { blocks[lane] *= norm }
    }
  }

  /// The mean of the outputs of all networks.
  private func mix(_ scratch: ModelScratch) {
    scratch.sums.resize(to: NetworkShape.outputs)
    scratch.hidden.resize(to: file.shape.hidden)
    var sums = scratch.sums.mutableSpan
    var hidden = scratch.hidden.mutableSpan
    for out in sums.indices { sums[out] = .zero }
    for (number, network) in file.networks.enumerated() {
      for out in hidden.indices {
        let sum = network.hiddenBias[out] + product(of: scratch.blocks.span, number, with: network.hidden.span, out)
        hidden[out] = sum.replacing(with: 0, where: sum .< 0)
      }
      let weights = network.output.span
      for out in sums.indices {
        var sum = network.outputBias[out]
        for lane in hidden.indices {
          let values = hidden[lane]
          for unit in 0..<16 {
            sum += values[unit] * weights[(lane * 16 + unit) * NetworkShape.outputs + out]
          }
        }
        sums[out] += sum
      }
    }
    let share = 1 / Float(file.networks.count)
    for at in scratch.outputs.indices { scratch.outputs[at] = sums[at / 16][at % 16] * share }
  }

  /// What the blocks of one network give to one lane of its hidden layer.
  private func product(of blocks: Span<Lane>, _ network: Int, with weights: Span<Lane>, _ out: Int) -> Lane {
    let shape = file.shape
    var sum = Lane.zero
    for block in 0..<FeatureBlock.allCases.count {
      for lane in 0..<shape.embedding {
        let values = blocks[(block * file.networks.count + network) * shape.embedding + lane]
        guard values != .zero else { continue }
        let row = (block * shape.embedding + lane) * 16
        for unit in 0..<16 { sum += values[unit] * weights[(row + unit) * shape.hidden + out] }
      }
    }
    return sum
  }

  /// Turns a head's outputs into probabilities: softmax of scaled outputs, or for acts a logistic function each.
  private func calibrate(_ head: ModelHead, _ outputs: inout [Float]) {
    ModelMath.probabilities(of: head, scale: file.calibration.scales[head.rawValue], &outputs)
  }
}

extension Array<Lane> {
  fileprivate mutating func resize(to count: Int) {
    if self.count != count { self = Array(repeating: .zero, count: count) }
  }
}

extension SIMD16<Int8> {
  /// The same numbers as floats.
  fileprivate var asFloats: Lane { Lane(SIMD16<Int32>(truncatingIfNeeded: self)) }
}
