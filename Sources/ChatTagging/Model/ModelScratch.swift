/// The memory that one worker reuses from turn to turn, and the scores of the turn scored last.
public final class ModelScratch {
  var features = TurnFeatures()
  var blocks: [Lane] = []
  var hidden: [Lane] = []
  var sums: [Lane] = []
  /// Probabilities of all labels, at the places that ``ModelHead`` names.
  package internal(set) var outputs = [Float](repeating: 0, count: ModelHead.outputCount)

  public init() {}
}
