package import ChatTagging
import Dispatch
import Synchronization

/// One training: encoded turns, their labels, and how many networks learn from them.
package struct ModelTraining: Sendable {
  package var options = TrainingOptions()
  package var linear = LinearOptions()
  /// How many networks, of other seeds, are averaged.
  package var networks = 4

  let keys: [TurnKeys]
  package let targets: [Target]

  /// `rules` adds what they say of each turn to its features.
  package init(_ turns: LabelledTurns, rules: TurnTagger?) {
    keys = TurnKeys.all(of: turns, rules: rules)
    targets = turns.entries.map(\.target)
  }

  package struct Result: Sendable {
    package var networks: [TrainableNetwork]
    package var selection: FeatureSelection
    package var linear: LinearTable

    /// The raw outputs of a turn.
    func outputs(of turn: TurnKeys, _ values: inout Activations) -> [Float] {
      var outputs = networks.outputs(of: selection.encode(turn), &values)
      for (at, output) in linear.outputs(of: turn).enumerated() { outputs[at] += output }
      return outputs
    }
  }

  /// Trains on the turns of `training`; the same for the same seed, whatever runs beside it.
  package func train(on training: [Int], seed: UInt64) -> Result {
    let selection = FeatureSelection(keys, of: training, atLeast: options.minimumCount)
    let turns = keys.map(selection.encode)
    let networks = inParallel(networks) { number in
      var options = options
      options.seed = seed &* 1000 &+ UInt64(number)
      return NetworkTrainer.train(turns, targets, on: training, rows: selection.keys.count, options)
    }
    let linear = LinearTrainer.train(keys, targets, on: training, linear, seed: seed)
    return Result(networks: networks, selection: selection, linear: linear)
  }
}

/// Runs `body` for 0 ..< `count` on all cores; the results in order.
func inParallel<T: Sendable>(_ count: Int, _ body: @Sendable (Int) -> T) -> [T] {
  let results = Mutex([T?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: count) { index in
    let result = body(index)
    results.withLock { $0[index] = result }
  }
  return results.withLock { $0.compactMap(\.self) }
}
