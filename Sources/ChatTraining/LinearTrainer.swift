import ChatTagging

/// How the linear part of a model is trained; chosen by cross-validation.
package struct LinearOptions: Sendable {
  /// Features met in fewer turns are not kept.
  package var minimumCount = 8
  /// What a turn on the wrong side of its margin costs.
  package var cost: Float = 0.5
  /// What margins are multiplied with before they are added to the outputs of the networks.
  package var scale: Float = 2
  /// Looks at all turns, at most.
  package var epochs = 40
  /// How far the worst turns may be from what is best, before a machine is taken for found.
  package var tolerance: Float = 0.1

  package init() {}
}

/// Trains the linear part of a model: for each label a machine that parts its turns from all others by the widest
/// margin.
///
/// Features weigh by their rarity (inverse document frequency; Spärck Jones 1972). Machines are support vector machines
/// with squared hinge loss, found by dual coordinate descent with shrinking (Hsieh, Chang, Lin, Keerthi, Sundararajan
/// 2008, algorithm 3).
struct LinearTrainer {
  private let options: LinearOptions
  private let examples: LinearExamples
  private let targets: [Target]

  /// The linear part that the turns of `training` give; the same for the same seed.
  static func train(
    _ turns: [TurnKeys], _ targets: [Target], on training: [Int], _ options: LinearOptions, seed: UInt64
  ) -> LinearTable {
    let selection = LinearSelection(turns, of: training, atLeast: options.minimumCount)
    let trainer = LinearTrainer(
      options: options, examples: LinearExamples(training.map { selection.encode(turns[$0]) }),
      targets: training.map { targets[$0] })
    let labels = ModelHead.allCases.flatMap { head in head.outputs.map { (head, $0) } }
    let machines = inParallel(labels.count) { at in
      trainer.machine(for: labels[at].1, of: labels[at].0, rows: selection.keys.count, seed: seed)
    }
    let lanes = NetworkShape.outputs
    var rows = [Lane](repeating: .zero, count: (selection.keys.count + 1) * lanes)
    for (machine, (_, label)) in zip(machines, labels) {
      for (row, weight) in machine.enumerated() {
        let rarity = row < selection.keys.count ? selection.weights[row] : 1
        rows[row * lanes + label / 16][label % 16] = weight * rarity * options.scale
      }
    }
    let bias = Array(rows.suffix(lanes))
    rows.removeLast(lanes)
    return LinearTable(
      table: FeatureTable(keys: selection.keys, rows: rows, lanes: lanes), weights: selection.weights, bias: bias)
  }

  /// The weights of one label: one for each row, and one for what all turns have.
  private func machine(for label: Int, of head: ModelHead, rows: Int, seed: UInt64) -> [Float] {
    var weights = [Float](repeating: 0, count: rows + 1)
    var order = targets.indices.filter { targets[$0].isLabelled(head) }
    guard order.contains(where: { targets[$0].values[label] > 0 }) else { return weights }
    var random = SplitMix(seed: seed &+ UInt64(label))
    var duals = [Float](repeating: 0, count: targets.count)
    let all = order.count
    var active = all
    var limit = Float.infinity
    for _ in 0..<options.epochs {
      var (highest, lowest) = (-Float.infinity, Float.infinity)
      for at in 0..<active { order.swapAt(at, at + Int(random.next() % UInt64(active - at))) }
      var at = 0
      while at < active {
        let turn = order[at]
        let side: Float = targets[turn].values[label] > 0 ? 1 : -1
        let slack = 0.5 / (options.cost * targets[turn].weights[head.rawValue])
        let slope = side * examples.product(turn, weights) - 1 + duals[turn] * slack
        if duals[turn] == 0, slope > limit {
          // Far on its own side: not looked at again until the others are settled.
          active -= 1
          order.swapAt(at, active)
          continue
        }
        at += 1
        let step = duals[turn] == 0 ? min(slope, 0) : slope
        (highest, lowest) = (max(highest, step), min(lowest, step))
        guard step != 0 else { continue }
        let dual = max(0, duals[turn] - slope / (examples.lengths[turn] + slack))
        examples.add(turn, (dual - duals[turn]) * side, to: &weights)
        duals[turn] = dual
      }
      if highest - lowest <= options.tolerance {
        guard active < all else { break }
        (active, limit) = (all, .infinity)
      } else {
        limit = highest > 0 ? highest : .infinity
      }
    }
    return weights
  }
}

/// The features that the linear part keeps, and their weights.
struct LinearSelection {
  /// Ascending.
  let keys: [UInt32]
  let weights: [Float]
  /// Finds rows as the model that ships does.
  private let finder: FeatureTable

  init(_ turns: [TurnKeys], of training: [Int], atLeast minimum: Int) {
    var counts: [UInt32: Int] = [:]
    for index in training { for key in Set(Self.keys(of: turns[index])) { counts[key, default: 0] += 1 } }
    let kept = counts.filter { $0.value >= minimum }.sorted { $0.key < $1.key }
    keys = kept.map(\.key)
    weights = kept.map { 1 + Float(ModelMath.log(Double(training.count + 1) / Double($0.value + 1))) }
    finder = FeatureTable(keys: keys, scales: [], weights: [])
  }

  private static func keys(of turn: TurnKeys) -> [UInt32] {
    FeatureBlock.allCases.flatMap { block in turn.keys[turn.range(of: block)].map { LinearTable.key($0, in: block) } }
  }

  /// The rows of a turn's features, ascending, and their values; the row behind the last is what all turns have.
  func encode(_ turn: TurnKeys) -> [(row: Int32, value: Float)] {
    var values: [Int32: Float] = [Int32(keys.count): 1]
    var rows: [UInt32] = []
    for block in FeatureBlock.allCases {
      finder.findRows(of: turn.keys[turn.range(of: block)].map { LinearTable.key($0, in: block) }, into: &rows)
      let norm = LinearTable.norm(rows.reduce(0) { $0 + weights[Int($1)] * weights[Int($1)] }, in: block)
      for row in rows { values[Int32(row), default: 0] += weights[Int(row)] * norm }
    }
    return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// Sparse vectors, one for each turn, one behind the other.
struct LinearExamples {
  private var rows: [Int32] = []
  private var values: [Float] = []
  private var ends: [Int] = [0]
  /// The squared length of each vector.
  private(set) var lengths: [Float] = []

  init(_ turns: [[(row: Int32, value: Float)]]) {
    for turn in turns {
      rows += turn.map(\.row)
      values += turn.map(\.value)
      ends.append(rows.count)
      lengths.append(turn.reduce(0) { $0 + $1.value * $1.value })
    }
  }

  func product(_ turn: Int, _ weights: [Float]) -> Float {
    let (rows, values, weights) = (rows.span, values.span, weights.span)
    var sum: Float = 0
    for at in ends[turn]..<ends[turn + 1] { sum += values[at] * weights[Int(rows[at])] }
    return sum
  }

  func add(_ turn: Int, _ factor: Float, to weights: inout [Float]) {
    let (rows, values) = (rows.span, values.span)
    var weights = weights.mutableSpan
    for at in ends[turn]..<ends[turn + 1] { weights[Int(rows[at])] += factor * values[at] }
  }
}

extension LinearTable {
  /// What it adds to the outputs of a turn.
  func outputs(of turn: TurnKeys) -> [Float] {
    var outputs = (0..<ModelHead.outputCount).map { bias[$0 / 16][$0 % 16] }
    var rows: [UInt32] = []
    for block in FeatureBlock.allCases {
      table.findRows(of: turn.keys[turn.range(of: block)].map { Self.key($0, in: block) }, into: &rows)
      let norm = Self.norm(rows.reduce(0) { $0 + weights[Int($1)] * weights[Int($1)] }, in: block)
      for (output, sum) in table.sum(of: rows).enumerated() { outputs[output] += sum * norm }
    }
    return outputs
  }
}
