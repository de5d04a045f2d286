package import ChatTagging

/// How a network is trained.
///
/// The defaults were chosen by cross-validation on the training data.
package struct TrainingOptions: Sendable {
  package var shape = NetworkShape(embedding: 2, hidden: 6)
  package var epochs = 7
  /// Turns between two steps of the dense layers; the rows of features step with every turn.
  package var batch = 16
  /// Step size of Adam for the dense layers, of Adagrad for the rows of features.
  package var denseRate: Float = 0.002
  package var rowRate: Float = 0.1
  package var dropout = Dropout(features: 0.2, context: 0.2, units: 0.2)
  /// Share of a label's mass that is spread over all labels of its head.
  package var smoothing: Float = 0.05
  /// Rare labels weigh more: by the power of (all / theirs).
  package var balance: Float = 0.35
  /// Weight of the heads with one label, against intents and acts.
  package var singleWeight: Float = 0.7
  /// Weight of the heads about turns of service, of which there are few, against those about customers' turns.
  package var serviceWeight: Float = 3
  /// Features met in fewer turns are not kept.
  package var minimumCount = 64
  package var seed: UInt64 = 1

  package init() {}
}

/// Shares of what a network reads and computes of a turn that are left out of one look at it, by chance.
package struct Dropout: Sendable {
  /// Of the features.
  package var features: Float = 0
  /// Of the parts of the context, each left out whole: a turn is to be understood without one where it can be.
  package var context: Float = 0
  /// Of the units of a layer.
  package var units: Float = 0
}

/// The network with weights that training moves.
package struct TrainableNetwork: Sendable {
  package let shape: NetworkShape
  /// One vector for each row of the ``FeatureSelection``.
  var rows: [Lane]
  package var dense: DenseLayers

  /// Small random weights.
  init(_ shape: NetworkShape, rows count: Int, seed: UInt64) {
    self.shape = shape
    var random = SplitMix(seed: seed)
    func fill(_ lanes: inout [Lane], _ deviation: Float) {
      for lane in lanes.indices { for unit in 0..<16 { lanes[lane][unit] = random.normal() * deviation } }
    }
    rows = Array(repeating: .zero, count: count * shape.embedding)
    dense = DenseLayers(shape)
    fill(&rows, 0.1)
    fill(&dense.hidden, (1 / Float(shape.inputs)).squareRoot())
    fill(&dense.output, (0.5 / Float(shape.hiddenUnits)).squareRoot())
  }
}

/// The values of one turn on its way through the network.
struct Activations {
  var blocks: [Lane]
  var hidden: [Lane]
  var outputs: [Lane]
  /// Which features were looked at.
  var kept: [Bool] = []

  init(_ shape: NetworkShape) {
    blocks = Array(repeating: .zero, count: shape.inputs / 16)
    hidden = Array(repeating: .zero, count: shape.hidden)
    outputs = Array(repeating: .zero, count: NetworkShape.outputs)
  }

  /// The raw outputs, one number each.
  var flat: [Float] { (0..<ModelHead.outputCount).map { outputs[$0 / 16][$0 % 16] } }
}

extension TrainableNetwork {
  /// Computes all values of a turn as the model that ships does.
  func run(_ turn: EncodedTurn, into values: inout Activations) {
    var random = SplitMix(seed: 0)
    run(turn, into: &values, leavingOut: Dropout(), &random)
  }

  /// Computes all values of a turn, leaving out some by chance.
  func run(
    _ turn: EncodedTurn, into values: inout Activations, leavingOut dropout: Dropout, _ random: inout SplitMix
  ) {
    let lanes = shape.embedding
    values.kept.removeAll(keepingCapacity: true)
    for lane in values.blocks.indices { values.blocks[lane] = .zero }
    var from = 0
    for (block, end) in turn.ends.enumerated() {
      let first = block * lanes
      let isWhole = !FeatureBlock.context.contains(block) || !random.happens(dropout.context)
      for at in from..<end {
        let isKept = isWhole && !random.happens(dropout.features)
        values.kept.append(isKept)
        guard isKept else { continue }
        let row = Int(turn.rows[at]) * lanes
        for lane in 0..<lanes { values.blocks[first + lane] += rows[row + lane] }
      }
      let norm = Self.norm(end - from, dropout)
      for lane in first..<first + lanes { values.blocks[lane] *= norm }
      from = end
    }
    Self.drop(&values.blocks, dropout.units, &random)
    values.hidden = dense.hiddenBias
    for (lane, numbers) in values.blocks.enumerated() {
      for unit in 0..<16 where numbers[unit] != 0 {
        let row = (lane * 16 + unit) * shape.hidden
        for out in 0..<shape.hidden { values.hidden[out] += numbers[unit] * dense.hidden[row + out] }
      }
    }
    for lane in values.hidden.indices { values.hidden[lane].replace(with: 0, where: values.hidden[lane] .< 0) }
    Self.drop(&values.hidden, dropout.units, &random)
    values.outputs = dense.outputBias
    for (lane, numbers) in values.hidden.enumerated() {
      for unit in 0..<16 where numbers[unit] > 0 {
        let row = (lane * 16 + unit) * NetworkShape.outputs
        for out in 0..<NetworkShape.outputs { values.outputs[out] += numbers[unit] * dense.output[row + out] }
      }
    }
  }

  /// What the sum of a block's vectors is multiplied with.
  static func norm(_ count: Int, _ dropout: Dropout) -> Float {
    count == 0 ? 0 : 1 / (Float(count).squareRoot() * (1 - dropout.features))
  }

  private static func drop(_ lanes: inout [Lane], _ share: Float, _ random: inout SplitMix) {
    guard share > 0 else { return }
    let rest = 1 / (1 - share)
    for lane in lanes.indices {
      for unit in 0..<16 { lanes[lane][unit] *= random.happens(share) ? 0 : rest }
    }
  }
}

extension FeatureBlock {
  /// The places of the blocks that are a turn's context.
  fileprivate static let context = service.rawValue...earlierCustomer.rawValue
}

extension [TrainableNetwork] {
  /// The vectors of all networks as one table of 8-bit rows for the model that ships.
  package func table(keys: [UInt32]) -> FeatureTable {
    let rows = keys.indices.flatMap { row in
      flatMap { $0.rows[row * $0.shape.embedding..<(row + 1) * $0.shape.embedding] }
    }
    return FeatureTable(keys: keys, rows: rows, lanes: reduce(0) { $0 + $1.shape.embedding })
  }

  /// The mean of the raw outputs of all networks.
  func outputs(of turn: EncodedTurn, _ values: inout Activations) -> [Float] {
    var sum = [Float](repeating: 0, count: ModelHead.outputCount)
    for network in self {
      network.run(turn, into: &values)
      for (label, output) in values.flat.enumerated() { sum[label] += output / Float(count) }
    }
    return sum
  }
}
