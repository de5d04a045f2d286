import ChatTagging

/// Fits a ``Calibration`` on predictions for turns that the weights were not trained on.
struct Calibrator {
  /// Raw outputs and what is true, turn by turn.
  var cases: [(outputs: [Float], target: Target)] = []

  func fitted() -> Calibration {
    var calibration = Calibration()
    for head in ModelHead.allCases {
      let ours = cases.filter { $0.target.isLabelled(head) }
      guard !ours.isEmpty else { continue }
      let scale = Self.scale(of: head, ours)
      calibration.scales[head.rawValue] = scale
      guard head.isMultiLabel else { continue }
      let probabilities = ours.map { one in
        var outputs = one.outputs
        ModelMath.probabilities(of: head, scale: scale, &outputs)
        return outputs
      }
      let shared = Self.sharedThreshold(of: head, probabilities, ours.map(\.target))
      for label in head.outputs {
        calibration.thresholds[label] = Self.threshold(
          of: label, head, probabilities, ours.map(\.target), near: shared)
      }
    }
    return calibration
  }

  private static let steps: [Float] = (2...16).map { Float($0) * 0.05 }

  /// The factor (1 / temperature; Guo et al. 2017) under which the labels are most likely.
  private static func scale(of head: ModelHead, _ cases: [(outputs: [Float], target: Target)]) -> Float {
    func loss(_ scale: Float) -> Double {
      cases.reduce(0) { sum, one in
        var outputs = one.outputs
        ModelMath.probabilities(of: head, scale: scale, &outputs)
        return head.outputs.reduce(sum) { sum, label in
          let truth = Double(one.target.values[label])
          let given = min(max(Double(outputs[label]), 1e-7), 1 - 1e-7)
          return sum - truth * ModelMath.log(given)
            - (head == .acts ? (1 - truth) * ModelMath.log(1 - given) : 0)
        }
      }
    }
    let scales: [Float] = (5...30).map { Float($0) * 0.1 }
    return scales.map { ($0, loss($0)) }.min { $0.1 < $1.1 }?.0 ?? 1
  }

  /// The one threshold that gives the best micro F1 of a head.
  private static func sharedThreshold(of head: ModelHead, _ probabilities: [[Float]], _ targets: [Target]) -> Float {
    let scored = steps.map { step in
      var agreement = Agreement()
      let thresholds = [Float](repeating: step, count: ModelHead.outputCount)
      for (given, target) in zip(probabilities, targets) { agreement.add(given, target, thresholds: thresholds) }
      return (step, agreement.micro(head))
    }
    return scored.max { $0.1 < $1.1 }?.0 ?? 0.3
  }

  /// The threshold of one label with the best F1 of it, drawn to the shared one where the label is rare.
  private static func threshold(
    of label: Int, _ head: ModelHead, _ probabilities: [[Float]], _ targets: [Target], near shared: Float
  ) -> Float {
    var best: (step: Float, f1: Double) = (shared, -1)
    let count = targets.count { $0.values[label] > 0 }
    for step in steps {
      var (hits, wrong, missed) = (0, 0, 0)
      for (given, target) in zip(probabilities, targets) {
        let isGiven = given[label] >= step || head.outputs.allSatisfy { given[$0] <= given[label] }
        let isTrue = target.values[label] > 0
        hits += isGiven && isTrue ? 1 : 0
        wrong += isGiven && !isTrue ? 1 : 0
        missed += !isGiven && isTrue ? 1 : 0
      }
      let f1 = 2 * Double(hits) / Double(max(1, 2 * hits + wrong + missed))
      if f1 > best.f1 { best = (step, f1) }
    }
    let trust = Float(count) / Float(count + 200)
    return shared + (best.step - shared) * trust
  }
}
