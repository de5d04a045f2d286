public import ChatModel

/// A trained model that gives each label of a turn a probability, from the turn's text, its speaker and its context.
///
/// Hashed n-grams of characters and words are looked up as vectors and averaged for each ``FeatureBlock``; a hidden
/// layer mixes the blocks; all labels share it. After Joulin et al., "Bag of Tricks for Efficient Text Classification"
/// (2017), and Caruana, "Multitask Learning" (1997).
public struct TextModel: Sendable {
  /// Name and content hash, such as `model-1+3f2a9c01`.
  public private(set) var name: String
  let file: ModelFile
  /// The file's, or that of the adapter.
  private(set) var calibration: Calibration
  /// What a shop's own labels add.
  private var adapter: ModelAdapter?
  var isAdapted: Bool { adapter != nil }
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
    calibration = file.calibration
  }

  /// The same model with a shop's corrections.
  func adapted(by adapter: ModelAdapter) throws(ModelError) -> TextModel {
    guard adapter.base == name else {
      throw ModelError(
        code: "model-base",
        message: "it was trained over \(adapter.base), and this program has \(name): run duxin train again")
    }
    var adapted = self
    (adapted.adapter, adapted.calibration) = (adapter, adapter.calibration)
    adapted.name += "+shop-\(adapter.digits)"
    return adapted
  }

  /// Scores the turn at `index` in its context (`batch.contexts`, where the batch has any) into `scratch`.
  ///
  /// `signals` is what the rules said of the turn (``TaggingScratch/appendSignals(_:_:_:to:)``).
  public func score(_ index: Int, of batch: TurnBatch, signals: [UInt32] = [], into scratch: ModelScratch) {
    run(index, of: batch, signals: signals, into: scratch)
    let heads: [ModelHead] = batch.turns[index].speaker.isService ? Self.serviceHeads : Self.customerHeads
    for head in heads { calibrate(head, &scratch.outputs) }
  }

  /// The raw outputs of the turn at `index`.
  func run(_ index: Int, of batch: TurnBatch, signals: [UInt32], into scratch: ModelScratch) {
    scratch.features.read(index, of: batch, signals: signals, with: reader)
    lookUp(scratch)
    mix(scratch)
    adapter?.correct(&scratch.outputs, of: scratch.features)
  }

  /// The tags of the turn that was scored last, in the place of what the rules alone found.
  ///
  /// A further wish that the rules are sure of ("顺便问下有没有优惠") stays beside the model's, unless the model all but
  /// rules it out. How strong a feeling is, the rules say; one that only the model sees is mild.
  func tags(from scratch: ModelScratch, over rules: TurnTags) -> TurnTags {
    switch rules {
    case .customer(let found):
      var tags = customerTags(from: scratch)
      for rank in 0..<found.intents.count {
        let wish = found.intents[rank]
        let probability = scratch.outputs[ModelHead.intents.outputs.lowerBound + Int(wish.label.rawValue)]
        if wish.score >= 0.8, wish.label.family != .talk, probability >= 0.1 {
          tags.intents.append(Scored(wish.label, probability))
        }
      }
      tags.intensity = tags.emotion.label == .neutral ? 0 : max(1, found.intensity)
      return .customer(tags)
    case .service: return .service(serviceTags(from: scratch))
    case .none: return .none
    }
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
    for output in calibration.labels(of: head, scratch.outputs) {
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
    let (lanes, size) = (file.table.scales.count, file.shape.embedding)
    scratch.low.resize(to: lanes, .zero)
    scratch.high.resize(to: lanes, .zero)
    scratch.inputs.resize(to: FeatureBlock.allCases.count * lanes * 16, 0)
    var low = scratch.low.mutableSpan
    var high = scratch.high.mutableSpan
    var inputs = scratch.inputs.mutableSpan
    let weights = file.table.weights.span
    for block in FeatureBlock.allCases {
      for lane in 0..<lanes { (low[lane], high[lane]) = (.zero, .zero) }
      // Rows are found first and summed then, so that the waits for memory overlap. At most 258 rows of 8-bit
      // weights fit a sum of 16 bits.
      scratch.rows.removeAll(keepingCapacity: true)
      for at in scratch.features.range(of: block) where scratch.rows.count < 258 {
        if let row = file.table.row(of: scratch.features.keys[at]) { scratch.rows.append(row) }
      }
      let known = scratch.rows.count
      for row in scratch.rows {
        for lane in 0..<lanes {
          let pairs = weights[row * lanes + lane]
          low[lane] &+= (pairs &<< 8) &>> 8
          high[lane] &+= pairs &>> 8
        }
      }
      let norm = known > 0 ? 1 / Float(known).squareRoot() : 0
      for lane in 0..<lanes {
        let sum = file.table.scales[lane] * norm * Lane(SIMD16(lowHalf: low[lane], highHalf: high[lane]))
        let (network, place) = lane.quotientAndRemainder(dividingBy: size)
        let first = ((network * FeatureBlock.allCases.count + block.rawValue) * size + place) * 16
        for unit in 0..<16 { inputs[first + unit] = sum[unit] }
      }
    }
  }

  /// The mean of the outputs of all networks.
  private func mix(_ scratch: ModelScratch) {
    let units = file.shape.hiddenUnits
    scratch.hidden.resize(to: units, 0)
    var hidden = scratch.hidden.mutableSpan
    for at in scratch.outputs.indices { scratch.outputs[at] = 0 }
    for (number, network) in file.networks.enumerated() {
      let inputs = scratch.inputs.span.extracting(number * file.shape.inputs..<(number + 1) * file.shape.inputs)
      for out in network.hiddenBias.indices {
        let sum = Self.sum(inputs, network.hidden.span, out, of: file.shape.hidden) + network.hiddenBias[out]
        for unit in 0..<16 { hidden[out * 16 + unit] = max(0, sum[unit]) }
      }
      for out in network.outputBias.indices {
        let sum = Self.sum(hidden.span, network.output.span, out, of: NetworkShape.outputs) + network.outputBias[out]
        for unit in 0..<16 { scratch.outputs[out * 16 + unit] += sum[unit] / Float(file.networks.count) }
      }
    }
  }

  /// What the inputs of a layer give to one lane of its outputs.
  private static func sum(_ inputs: Span<Float>, _ weights: Span<Lane>, _ out: Int, of lanes: Int) -> Lane {
    var sum = Lane.zero
    var row = out
    for input in inputs.indices {
      sum += inputs[input] * weights[row]
      row += lanes
    }
    return sum
  }

  /// Turns a head's outputs into probabilities: softmax of scaled outputs, or for acts a logistic function each.
  private func calibrate(_ head: ModelHead, _ outputs: inout [Float]) {
    ModelMath.probabilities(of: head, scale: calibration.scales[head.rawValue], &outputs)
  }
}

extension Array {
  fileprivate mutating func resize(to count: Int, _ value: Element) {
    if self.count != count { self = Array(repeating: value, count: count) }
  }
}
