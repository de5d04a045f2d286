/// The memory that one worker reuses from turn to turn, and the scores of the turn scored last.
public final class ModelScratch {
  var features = TurnFeatures()
  /// The rows of a block's features.
  var rows: [Int] = []
  /// The sums of a block in whole weights, lane by lane of all networks: units 0 to 7, units 8 to 15.
  var low: [SIMD8<Int16>] = []
  var high: [SIMD8<Int16>] = []
  /// What enters the hidden layer of each network, network after network; what leaves that of the last.
  var inputs: [Float] = []
  var hidden: [Float] = []
  /// Probabilities of all labels, at the places that ``ModelHead`` names.
  package internal(set) var outputs = [Float](repeating: 0, count: ModelHead.outputCount)

  public init() {}
}
