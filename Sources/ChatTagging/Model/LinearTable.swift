/// The linear part of a model: for each feature of a block what it adds to each output.
///
/// It sees more features than the networks, each for itself: what a rare wording says, which no vector could learn. Its
/// outputs are added to the mean of the networks'.
package struct LinearTable: Equatable, Sendable {
  /// For each feature one number for each output, times the feature's weight.
  package let table: FeatureTable
  /// The weight of each row's feature: the logarithm of its rarity.
  package let weights: [Float]
  /// What every turn gets.
  package let bias: [Lane]

  package init(table: FeatureTable, weights: [Float], bias: [Lane]) {
    (self.table, self.weights, self.bias) = (table, weights, bias)
  }

  /// The key of a feature of a block: each block has its own, for a word of the customer's last turn says something else
  /// than one of this turn.
  package static func key(_ key: UInt32, in block: FeatureBlock) -> UInt32 {
    TextFeatures.key(of: UInt64(key) ^ UInt64(block.rawValue + 1) << 40)
  }

  /// What a block counts beside the turn itself; chosen by cross-validation.
  package static func share(of block: FeatureBlock) -> Float {
    switch block {
    case .turn: 1
    case .service, .rules: 0.5
    case .customer: 0.6
    case .earlierService: 0.2
    case .earlierCustomer: 0.4
    case .frame: 0.2
    }
  }

  /// What the sum of features whose squared weights sum to `square` is multiplied with: all blocks of a kind have the
  /// same length.
  package static func norm(_ square: Float, in block: FeatureBlock) -> Float {
    square > 0 ? share(of: block) / square.squareRoot() : 0
  }
}
