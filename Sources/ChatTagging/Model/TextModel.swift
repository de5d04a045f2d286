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
    let count = FeatureBlock.allCases.count * lanes
    if scratch.blocks.count != count { scratch.blocks = Array(repeating: .zero, count: count) }
    for block in FeatureBlock.allCases {
      let first = block.rawValue * lanes
      for lane in first..<first + lanes { scratch.blocks[lane] = .zero }
      var known = 0
      for at in scratch.features.range(of: block) {
        guard let row = file.table.row(of: scratch.features.keys[at]) else { continue }
        known += 1
        let scale = file.table.scales[row]
        for lane in 0..<lanes {
          scratch.blocks[first + lane] += scale * Lane(file.table.weights[row * lanes + lane])
        }
      }
      let norm = known > 0 ? 1 / Float(known).squareRoot() : 0
      for lane in first..<first + lanes { scratch.blocks[lane] *= norm }
    }
  }

  /// The mean of the outputs of all networks.
  private func mix(_ scratch: ModelScratch) {
    let shape = file.shape
    var outputs = [Lane](repeating: .zero, count: NetworkShape.outputs)
    for (number, network) in file.networks.enumerated() {
      scratch.hidden = network.hiddenBias
      for block in FeatureBlock.allCases {
        for lane in 0..<shape.embedding {
          let values = scratch.blocks[(block.rawValue * file.networks.count + number) * shape.embedding + lane]
          guard values != .zero else { continue }
          for unit in 0..<16 {
            let row = ((block.rawValue * shape.embedding + lane) * 16 + unit) * shape.hidden
            for out in 0..<shape.hidden { scratch.hidden[out] += values[unit] * network.hidden[row + out] }
          }
        }
      }
      for out in 0..<NetworkShape.outputs { outputs[out] += network.outputBias[out] }
      for (lane, values) in scratch.hidden.enumerated() {
        for unit in 0..<16 where values[unit] > 0 {
          let row = (lane * 16 + unit) * NetworkShape.outputs
          for out in 0..<NetworkShape.outputs { outputs[out] += values[unit] * network.output[row + out] }
        }
      }
    }
    let share = 1 / Float(file.networks.count)
    for at in scratch.outputs.indices { scratch.outputs[at] = outputs[at / 16][at % 16] * share }
  }

  /// Turns a head's outputs into probabilities: softmax of scaled outputs, or for acts a logistic function each.
  private func calibrate(_ head: ModelHead, _ outputs: inout [Float]) {
    ModelMath.probabilities(of: head, scale: file.calibration.scales[head.rawValue], &outputs)
  }
}
