/// Trains on all folds but one and predicts that one, for each fold; turns of one group share a fold.
package struct CrossValidation {
  let folds: Int
  let turns: LabelledTurns
  let training: ModelTraining

  package init(folds: Int, turns: LabelledTurns, training: ModelTraining) {
    (self.folds, self.turns, self.training) = (folds, turns, training)
  }

  /// The raw outputs of every labelled turn, by a network that did not see its group.
  package func outputs(of indices: [Int], seed: UInt64) -> [Int: [Float]] {
    let results = (0..<folds).map { fold in
      func isHeldOut(_ index: Int) -> Bool { turns.entries[index].group % UInt64(folds) == UInt64(fold) }
      let result = training.train(on: indices.filter { !isHeldOut($0) }, seed: seed &+ UInt64(fold))
      return Self.outputs(of: indices.filter(isHeldOut), training, result)
    }
    return results.reduce(into: [:]) { $0.merge($1) { $1 } }
  }

  /// The raw outputs of turns by one network.
  package static func outputs(of indices: [Int], _ training: ModelTraining, _ result: ModelTraining.Result) -> [Int:
    [Float]]
  {
    var values = Activations(training.options.shape)
    var outputs: [Int: [Float]] = [:]
    for index in indices {
      outputs[index] = result.outputs(of: training.keys[index], &values)
    }
    return outputs
  }
}
