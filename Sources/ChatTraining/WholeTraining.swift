package import ChatTagging

/// A whole model of labelled turns: trained, and calibrated by cross-validation.
package struct WholeTraining {
  private let turns: LabelledTurns
  private let training: ModelTraining

  package init(_ turns: LabelledTurns, rules: TurnTagger?, networks: Int = 4) {
    self.turns = turns
    var training = ModelTraining(turns, rules: rules)
    training.networks = networks
    self.training = training
  }

  /// The model file that turns of these indices give.
  ///
  /// - Parameter set: to which set a turn belongs, from 0; every set counts the same for the calibration.
  package func file(
    on indices: [Int], folds: Int, seed: UInt64, provenance: String, set: (LabelledTurns.Source) -> Int = { _ in 0 }
  ) -> ModelFile {
    let crossed = CrossValidation(folds: folds, turns: turns, training: training).outputs(of: indices, seed: seed)
    let cases = indices.compactMap { index in
      crossed[index].map {
        let set = set(turns.sources[turns.entries[index].source])
        return Calibrator.Case(outputs: $0, target: training.targets[index], set: set)
      }
    }
    let sets = (cases.map(\.set).max() ?? 0) + 1
    let result = training.train(on: indices, seed: seed)
    return ModelFile(
      shape: training.options.shape, table: result.networks.table(keys: result.selection.keys),
      networks: result.networks.map(\.dense), calibration: Calibrator.fit(cases, sets: sets), provenance: provenance)
  }
}
