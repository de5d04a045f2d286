/// The linear part of a model: for each feature of a block what it adds to each output of a customer's turn.
///
/// It sees more features than the networks, each for itself, and is trained in another way: where the two err, they err
/// apart. Its outputs are added to the mean of the networks'.
package struct LinearTable: Equatable, Sendable {
  /// For each feature a number for each output, times the feature's weight.
  package let table: FeatureTable
  /// The weight of the feature of each row, by its rarity.
  package let weights: [Float]
  /// What every turn gets.
  package let bias: [Lane]

  package init(table: FeatureTable, weights: [Float], bias: [Lane]) {
    (self.table, self.weights, self.bias) = (table, weights, bias)
  }

  /// The lanes of its outputs: the first ones of the model, which are those of customers' turns.
  package static let lanes = 4
  static let outputCount = 16 * lanes

  /// One that adds nothing.
  package static let none = LinearTable(
    table: FeatureTable(keys: [], rows: [], lanes: lanes), weights: [], bias: Array(repeating: .zero, count: lanes))

  /// The key of a feature of a block: a word of an earlier turn says something else than the same word of this one.
  package static func key(_ key: UInt32, in block: FeatureBlock) -> UInt32 {
    TextFeatures.key(of: UInt64(key) ^ UInt64(block.rawValue + 1) << 40)
  }

  /// How long the vector of a block's features is; chosen by cross-validation.
  package static func length(of block: FeatureBlock) -> Float {
    switch block {
    case .turn: 1
    case .service: 0.4
    case .customer: 0.5
    case .earlierService: 0
    case .earlierCustomer, .rules: 0.3
    case .frame: 0.2
    }
  }

  /// Fills `rows` with the rows of those features of a block that training kept.
  ///
  /// - Returns: the sum of their squared weights.
  package func findRows(of keys: some Sequence<UInt32>, in block: FeatureBlock, into rows: inout [UInt32]) -> Float {
    rows.removeAll(keepingCapacity: true)
    for key in keys { rows.append(Self.key(key, in: block)) }
    table.findRows(among: &rows)
    return rows.reduce(0) { $0 + weights[Int($1)] * weights[Int($1)] }
  }

  /// What the sum of a block's rows, whose squared weights sum to `squares`, is multiplied with.
  package static func norm(_ squares: Float, of block: FeatureBlock) -> Float {
    squares > 0 ? length(of: block) / squares.squareRoot() : 0
  }
}
