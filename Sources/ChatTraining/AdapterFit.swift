import ChatTagging

/// The weights of an adapter while it is fitted: stochastic gradient descent with Adagrad (Duchi, Hazan, Singer 2011;
/// one number a row) on the cross entropy of the corrected outputs.
struct AdapterFit {
  private(set) var keys: [UInt32] = []
  /// ``ModelAdapter/lanes`` lanes for each key.
  private(set) var rows: [Lane] = []
  private(set) var bias = [Lane](repeating: .zero, count: ModelAdapter.lanes)

  private var rowOf: [UInt32: Int] = [:]
  private var squares: [Float] = []
  private var biasSquare: Float = 0

  typealias Case = (features: [UInt32], outputs: [Float], target: Target)

  /// - Parameter scales: what the outputs of each head are multiplied with before they become probabilities.
  static func fit(_ cases: [Case], scales: [Float], _ options: AdapterOptions, seed: UInt64) -> AdapterFit {
    var fit = AdapterFit()
    fit.choose(cases, atLeast: options.minimumCount)
    let turns = cases.map { one in one.features.compactMap { fit.rowOf[$0] } }
    var random = SplitMix(seed: seed)
    var order = Array(cases.indices)
    let steps = Float(max(1, options.epochs * order.count))
    var time: Float = 0
    for _ in 0..<options.epochs {
      order.shuffle(using: &random)
      for index in order {
        let pace = max(0.02, 1 - time / steps)
        time += 1
        fit.learn(turns[index], cases[index], scales, rate: options.rate * pace, decay: options.decay)
      }
    }
    return fit
  }

  /// The correction of a turn with these features.
  func correction(of features: [UInt32]) -> [Float] {
    let known = features.compactMap { rowOf[$0] }
    let sum = sum(known)
    return (0..<ModelHead.outputCount).map { sum[$0 / 16][$0 % 16] }
  }

  /// Multiplies the corrections of each head.
  mutating func scale(by trust: [Float]) {
    var factors = [Lane](repeating: .zero, count: ModelAdapter.lanes)
    for head in ModelHead.allCases {
      for label in head.outputs { factors[label / 16][label % 16] = trust[head.rawValue] }
    }
    for at in rows.indices { rows[at] *= factors[at % ModelAdapter.lanes] }
    for lane in bias.indices { bias[lane] *= factors[lane] }
  }

  /// Keeps the features that stand in enough turns.
  private mutating func choose(_ cases: [Case], atLeast minimum: Int) {
    var counts: [UInt32: Int] = [:]
    for one in cases { for key in Set(one.features) { counts[key, default: 0] += 1 } }
    keys = counts.filter { $0.value >= minimum }.keys.sorted()
    for (row, key) in keys.enumerated() { rowOf[key] = row }
    rows = Array(repeating: .zero, count: keys.count * ModelAdapter.lanes)
    squares = Array(repeating: 0, count: keys.count)
  }

  private func sum(_ known: [Int]) -> [Lane] {
    let lanes = ModelAdapter.lanes
    var sum = [Lane](repeating: .zero, count: lanes)
    for row in known { for lane in 0..<lanes { sum[lane] += rows[row * lanes + lane] } }
    let norm = AdapterFeatures.norm(known.count)
    for lane in 0..<lanes { sum[lane] = bias[lane] + sum[lane] * norm }
    return sum
  }

  private mutating func learn(_ known: [Int], _ one: Case, _ scales: [Float], rate: Float, decay: Float) {
    let lanes = ModelAdapter.lanes
    var outputs = one.outputs
    let correction = sum(known)
    for label in outputs.indices { outputs[label] += correction[label / 16][label % 16] }
    var slope = [Lane](repeating: .zero, count: lanes)
    for head in ModelHead.allCases where one.target.isLabelled(head) {
      let scale = scales[head.rawValue]
      ModelMath.probabilities(of: head, scale: scale, &outputs)
      for label in head.outputs {
        slope[label / 16][label % 16] =
          (outputs[label] - one.target.values[label]) * scale * one.target.weights[head.rawValue]
      }
    }
    let square = slope.reduce(0) { $0 + ($1 * $1).sum() } / Float(16 * lanes)
    biasSquare += square
    let biasStep = 0.1 * rate / (biasSquare.squareRoot() + 1e-6)
    for lane in 0..<lanes { bias[lane] -= biasStep * slope[lane] }
    let norm = AdapterFeatures.norm(known.count)
    for row in known {
      squares[row] += square * norm * norm
      let step = rate / (squares[row].squareRoot() + 1e-3)
      for lane in 0..<lanes {
        let at = row * lanes + lane
        rows[at] = rows[at] * (1 - rate * decay) - step * norm * slope[lane]
      }
    }
  }
}
