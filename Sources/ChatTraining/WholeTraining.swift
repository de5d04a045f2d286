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

  package struct Trained {
    package var file: ModelFile
    /// The raw outputs of the turns learnt from, by networks that did not see their group; none without folds.
    package var crossed: [Int: [Float]]
    private let training: ModelTraining
    private let result: ModelTraining.Result

    fileprivate init(
      _ training: ModelTraining, on indices: [Int], seed: UInt64, crossed: [Int: [Float]], _ calibration: Calibration,
      provenance: String
    ) {
      result = training.train(on: indices, seed: seed)
      (self.training, self.crossed) = (training, crossed)
      file = ModelFile(
        shape: training.options.shape, table: result.networks.table(keys: result.selection.keys),
        networks: result.networks.map(\.dense), linear: result.linear, calibration: calibration,
        provenance: provenance)
    }

    /// The raw outputs of other turns.
    package func outputs(of indices: [Int]) -> [Int: [Float]] { CrossValidation.outputs(of: indices, training, result) }

    /// How far labels of raw outputs agree with those of the turns.
    package func agreement(of outputs: [Int: [Float]]) -> Agreement {
      outputs.reduce(into: Agreement()) { agreement, turn in
        var probabilities = turn.value
        for head in ModelHead.allCases {
          ModelMath.probabilities(of: head, scale: file.calibration.scales[head.rawValue], &probabilities)
        }
        agreement.add(probabilities, training.targets[turn.key], file.calibration)
      }
    }
  }

  /// The model that turns of these indices give.
  ///
  /// - Parameters:
  ///   - folds: of the cross-validation; below 2 the calibration stays at its defaults.
  ///   - provenance: what the file tells of its training data.
  ///   - set: to which set of the calibration turns of a source belong, from 0; every set counts the same; nil = none.
  package func train(
    on indices: [Int], folds: Int, seed: UInt64, provenance: String, set: (LabelledTurns.Source) -> Int? = { _ in 0 }
  ) -> Trained {
    var crossed: [Int: [Float]] = [:]
    var calibration = Calibration()
    if folds > 1 {
      crossed = CrossValidation(folds: folds, turns: turns, training: training).outputs(of: indices, seed: seed)
      let cases = indices.compactMap { index -> Calibrator.Case? in
        guard let outputs = crossed[index], let set = set(turns.source(index)) else { return nil }
        return Calibrator.Case(outputs: outputs, target: training.targets[index], set: set)
      }
      calibration = Calibrator.fit(cases, sets: (cases.map(\.set).max() ?? 0) + 1)
    }
    return Trained(training, on: indices, seed: seed, crossed: crossed, calibration, provenance: provenance)
  }
}
