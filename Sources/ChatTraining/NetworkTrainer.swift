import ChatTagging

/// Trains one network, on one thread, the same for the same seed: Adam for the dense layers, Adagrad (Duchi, Hazan,
/// Singer 2011; one number a row) for the rows of features, a step size that falls to nothing.
struct NetworkTrainer {
  private let options: TrainingOptions
  private var network: TrainableNetwork
  private var random: SplitMix
  private let balance: [Float]

  private var values: Activations
  private var hiddenSlope: [Lane]
  private var blockSlope: [Lane]
  private var rowSquares: [Float]
  private var layers: (hidden: Adam, hiddenBias: Adam, output: Adam, outputBias: Adam)

  /// A network of `options.shape` trained on `turns[index]` for all of `training`.
  static func train(
    _ turns: [EncodedTurn], _ targets: [Target], on training: [Int], rows: Int, _ options: TrainingOptions
  ) -> TrainableNetwork {
    var trainer = NetworkTrainer(targets, training, rows, options)
    trainer.run(turns, targets, training)
    return trainer.network
  }

  private init(_ targets: [Target], _ training: [Int], _ rows: Int, _ options: TrainingOptions) {
    self.options = options
    let shape = options.shape
    network = TrainableNetwork(shape, rows: rows, seed: options.seed &* 77 &+ 5)
    random = SplitMix(seed: options.seed)
    balance = Self.balance(targets, training, options.balance)
    values = Activations(shape)
    hiddenSlope = values.hidden
    blockSlope = values.blocks
    rowSquares = Array(repeating: 0, count: rows)
    layers = (
      Adam(network.dense.hidden.count), Adam(shape.hidden), Adam(network.dense.output.count),
      Adam(NetworkShape.outputs)
    )
  }

  /// For each label of a head with one label, how much a turn of it weighs; 1 on the average turn.
  private static func balance(_ targets: [Target], _ training: [Int], _ power: Float) -> [Float] {
    var weights = [Float](repeating: 1, count: ModelHead.outputCount)
    for head in ModelHead.allCases where !head.isMultiLabel {
      var counts = [Float](repeating: 0, count: ModelHead.outputCount)
      for index in training where targets[index].isLabelled(head) {
        for label in head.outputs { counts[label] += targets[index].values[label] }
      }
      let all = head.outputs.reduce(0) { $0 + counts[$1] }
      guard all > 0 else { continue }
      for label in head.outputs { weights[label] = ModelMath.power(all / max(counts[label], 1), power) }
      let mean = head.outputs.reduce(0) { $0 + weights[$1] * counts[$1] } / all
      for label in head.outputs { weights[label] /= mean }
    }
    return weights
  }

  private mutating func run(_ turns: [EncodedTurn], _ targets: [Target], _ training: [Int]) {
    var order = training
    let steps = Float(options.epochs * ((order.count + options.batch - 1) / options.batch))
    var time = 0
    for _ in 0..<options.epochs {
      order.shuffle(using: &random)
      for start in stride(from: 0, to: order.count, by: options.batch) {
        time += 1
        let pace = max(0.02, 1 - Float(time) / steps) * min(1, Float(time) / 200)
        let batch = order[start..<min(start + options.batch, order.count)]
        for index in batch { learn(turns[index], targets[index], rate: options.rowRate * pace) }
        let rate = options.denseRate * pace
        layers.hidden.step(&network.dense.hidden, count: batch.count, rate: rate, time: time)
        layers.hiddenBias.step(&network.dense.hiddenBias, count: batch.count, rate: rate, time: time)
        layers.output.step(&network.dense.output, count: batch.count, rate: rate, time: time)
        layers.outputBias.step(&network.dense.outputBias, count: batch.count, rate: rate, time: time)
      }
    }
  }

  /// One turn, forth and back: adds to the gradients of the dense layers, moves the rows of the turn's features.
  private mutating func learn(_ turn: EncodedTurn, _ target: Target, rate: Float) {
    network.run(turn, into: &values, leavingOut: options.dropout, &random)
    let slope = outputSlope(target)
    Self.back(
      slope, through: network.dense.output, from: values.hidden, &layers.output.gradient, &layers.outputBias.gradient,
      &hiddenSlope)
    let rest = 1 / (1 - options.dropout.units)
    for lane in hiddenSlope.indices { hiddenSlope[lane] *= rest }
    Self.back(
      hiddenSlope, through: network.dense.hidden, from: values.blocks, &layers.hidden.gradient,
      &layers.hiddenBias.gradient, &blockSlope)
    moveRows(turn, rate: rate, rest)
  }

  /// What the loss (cross entropy) says of each output.
  private func outputSlope(_ target: Target) -> [Lane] {
    var slope = [Lane](repeating: .zero, count: NetworkShape.outputs)
    var outputs = values.flat
    for head in ModelHead.allCases where target.isLabelled(head) {
      ModelMath.probabilities(of: head, scale: 1, &outputs)
      var weight = target.weights[head.rawValue] * (head.isService ? options.serviceWeight : 1)
      let smoothing = head == .acts ? 0 : options.smoothing
      if !head.isMultiLabel {
        weight *= options.singleWeight * head.outputs.reduce(0) { $0 + target.values[$1] * balance[$1] }
      }
      for label in head.outputs {
        let wanted = target.values[label] * (1 - smoothing) + smoothing / Float(head.outputs.count)
        slope[label / 16][label % 16] = (outputs[label] - wanted) * weight
      }
    }
    return slope
  }

  /// From the slope of a layer's outputs to the gradient of its weights and the slope of its inputs.
  ///
  /// An input of 0 was left out, or rectified away: nothing flows through it.
  private static func back(
    _ slope: [Lane], through weights: [Lane], from inputs: [Lane], _ gradient: inout [Lane], _ bias: inout [Lane],
    _ inputSlope: inout [Lane]
  ) {
    let lanes = slope.count
    for lane in slope.indices { bias[lane] += slope[lane] }
    for (lane, numbers) in inputs.enumerated() {
      var back = Lane.zero
      for unit in 0..<16 where numbers[unit] != 0 {
        let row = (lane * 16 + unit) * lanes
        var sum = Lane.zero
        for out in 0..<lanes {
          sum += slope[out] * weights[row + out]
          gradient[row + out] += numbers[unit] * slope[out]
        }
        back[unit] = sum.sum()
      }
      inputSlope[lane] = back
    }
  }

  private mutating func moveRows(_ turn: EncodedTurn, rate: Float, _ rest: Float) {
    let lanes = options.shape.embedding
    var from = 0
    for (block, end) in turn.ends.enumerated() {
      let norm = TrainableNetwork.norm(end - from, options.dropout) * rest
      let first = block * lanes
      var square: Float = 0
      for lane in first..<first + lanes {
        blockSlope[lane] *= norm
        square += (blockSlope[lane] * blockSlope[lane]).sum()
      }
      square /= Float(16 * lanes)
      for at in from..<end where values.kept[at] {
        let row = Int(turn.rows[at])
        rowSquares[row] += square
        let step = rate / (rowSquares[row].squareRoot() + 1e-6)
        for lane in 0..<lanes { network.rows[row * lanes + lane] -= step * blockSlope[first + lane] }
      }
      from = end
    }
  }
}
