import ChatTagging

/// How the linear part of a model is trained; the defaults were chosen by cross-validation.
package struct LinearOptions: Sendable {
  /// Features met in fewer turns are not looked at.
  package var minimumCount = 6
  /// So many features are kept at most: those that weigh most with some label.
  package var maximumFeatures = 80_000
  /// What a turn on the wrong side of a machine costs.
  package var cost: Float = 0.3
  /// What margins are multiplied with before they are added to the outputs of the networks.
  package var scale: Float = 3
  package var machine = LinearMachine()

  package init() {}
}

/// Trains the linear part of a model: for each label of customers' turns a machine that parts its turns from all others.
struct LinearTrainer {
  private static let heads = ModelHead.allCases.filter { !$0.isService }

  /// The linear part that the turns of `training` give; the same for the same seed.
  static func train(
    _ turns: [TurnKeys], _ targets: [Target], on training: [Int], _ options: LinearOptions, seed: UInt64
  ) -> LinearTable {
    let training = training.filter { index in heads.contains { targets[index].isLabelled($0) } }
    var selection = LinearSelection(turns, of: training, atLeast: options.minimumCount)
    func rows() -> [Lane] { self.rows(selection, turns, targets, training, options, seed) }
    if selection.keys.count > options.maximumFeatures { selection.keep(options.maximumFeatures, by: rows()) }
    var rows = rows()
    let lanes = LinearTable.lanes
    let bias = Array(rows.suffix(lanes))
    rows.removeLast(lanes)
    return LinearTable(
      table: FeatureTable(keys: selection.keys, rows: rows, lanes: lanes), weights: selection.weights, bias: bias)
  }

  /// What each feature of a selection, and behind the last what every turn has, adds to the outputs.
  private static func rows(
    _ selection: LinearSelection, _ turns: [TurnKeys], _ targets: [Target], _ training: [Int],
    _ options: LinearOptions, _ seed: UInt64
  ) -> [Lane] {
    let vectors = training.reduce(into: SparseVectors()) { $0.append(selection.encode(turns[$1])) }
    let labels = heads.flatMap { head in head.outputs.map { (head, $0) } }
    let machines = inParallel(labels.count) { at in
      let (head, label) = labels[at]
      return options.machine.weights(
        of: vectors,
        sides: training.map { targets[$0].isLabelled(head) ? targets[$0].values[label] > 0 ? 1 : -1 : 0 },
        costs: training.map { targets[$0].weights[head.rawValue] * options.cost },
        rows: selection.keys.count + 1, seed: seed &+ UInt64(label))
    }
    let lanes = LinearTable.lanes
    var rows = [Lane](repeating: .zero, count: (selection.keys.count + 1) * lanes)
    for (machine, (_, label)) in zip(machines, labels) {
      for (row, weight) in machine.enumerated() {
        let rarity = row < selection.keys.count ? selection.weights[row] : 1
        rows[row * lanes + label / 16][label % 16] = weight * rarity * options.scale
      }
    }
    return rows
  }
}

/// The features that the linear part keeps, and their weights: inverse document frequencies (Spärck Jones 1972).
private struct LinearSelection {
  /// Finds rows as the model that ships does; it has no numbers yet.
  private var finder: LinearTable
  var keys: [UInt32] { finder.table.keys }
  var weights: [Float] { finder.weights }

  init(_ turns: [TurnKeys], of training: [Int], atLeast minimum: Int) {
    let blocks = FeatureBlock.allCases.filter { LinearTable.length(of: $0) > 0 }
    var counts: [UInt32: Int] = [:]
    for index in training {
      let keys = blocks.flatMap { block in turns[index].keys(of: block).map { LinearTable.key($0, in: block) } }
      for key in Set(keys) { counts[key, default: 0] += 1 }
    }
    let kept = counts.filter { $0.value >= minimum }.sorted { $0.key < $1.key }
    finder = Self.finder(
      kept.map(\.key), kept.map { 1 + Float(ModelMath.log(Double(training.count + 1) / Double($0.value + 1))) })
  }

  /// Keeps so many features: those whose rows have the largest numbers.
  mutating func keep(_ count: Int, by rows: [Lane]) {
    let lanes = LinearTable.lanes
    let largest = keys.indices.map { row in
      rows[row * lanes..<(row + 1) * lanes].reduce(0) { max($0, $1.max(), -$1.min()) }
    }
    let kept = keys.indices.sorted { (-largest[$0], $0) < (-largest[$1], $1) }.prefix(count).sorted()
    finder = Self.finder(kept.map { keys[$0] }, kept.map { weights[$0] })
  }

  private static func finder(_ keys: [UInt32], _ weights: [Float]) -> LinearTable {
    LinearTable(table: FeatureTable(keys: keys, rows: [], lanes: 0), weights: weights, bias: [])
  }

  /// The rows of a turn's features, ascending, and their values; the row behind the last is what all turns have.
  func encode(_ turn: TurnKeys) -> [(row: Int32, value: Float)] {
    var values: [Int32: Float] = [Int32(keys.count): 1]
    var rows: [UInt32] = []
    for block in FeatureBlock.allCases {
      let norm = LinearTable.norm(finder.findRows(of: turn.keys(of: block), in: block, into: &rows), of: block)
      for row in rows { values[Int32(row), default: 0] += weights[Int(row)] * norm }
    }
    return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

extension LinearTable {
  /// What it adds to the outputs of a customer's turn.
  func outputs(of turn: TurnKeys) -> [Float] {
    var outputs = (0..<16 * Self.lanes).map { bias[$0 / 16][$0 % 16] }
    var rows: [UInt32] = []
    for block in FeatureBlock.allCases {
      let norm = Self.norm(findRows(of: turn.keys(of: block), in: block, into: &rows), of: block)
      for (output, sum) in table.sum(of: rows).enumerated() { outputs[output] += sum * norm }
    }
    return outputs
  }
}
