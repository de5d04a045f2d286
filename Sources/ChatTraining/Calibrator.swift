package import ChatTagging

/// Fits a ``Calibration`` on predictions for turns that the weights were not trained on.
package struct Calibrator {
  package struct Case {
    /// Raw outputs; probabilities once a head's scale is known.
    var outputs: [Float]
    var target: Target
    /// Cases of one set are measured together; every set counts the same.
    var set: Int

    package init(outputs: [Float], target: Target, set: Int) {
      (self.outputs, self.target, self.set) = (outputs, target, set)
    }
  }

  private var cases: [Case]
  private let sets: Int
  private var calibration = Calibration()

  /// The calibration under which the probabilities are most likely, and the labels agree best.
  ///
  /// - Parameter known: what holds for heads that none of the cases labels.
  package static func fit(_ cases: [Case], sets: Int, over known: Calibration = Calibration()) -> Calibration {
    var calibrator = Calibrator(cases: cases, sets: sets)
    calibrator.calibration = known
    for head in ModelHead.allCases where cases.contains(where: { $0.target.isLabelled(head) }) { calibrator.fit(head) }
    return calibrator.calibration
  }

  private init(cases: [Case], sets: Int) { (self.cases, self.sets) = (cases, sets) }

  private mutating func fit(_ head: ModelHead) {
    let scale = scale(of: head)
    calibration.scales[head.rawValue] = scale
    for index in cases.indices { ModelMath.probabilities(of: head, scale: scale, &cases[index].outputs) }
    if head.isMultiLabel {
      let shared = best(of: head, (2...12).map { Float($0) * 0.05 }) { calibration, step in
        for label in head.outputs { calibration.thresholds[label] = step }
      }
      for label in head.outputs { calibration.thresholds[label] = shared }
    } else {
      for _ in 0..<2 {
        for label in head.outputs {
          let factors: [Float] = [0.4, 0.5, 0.63, 0.8, 1, 1.25, 1.6, 2, 2.5]
          let factor = best(of: head, factors) { $0.thresholds[label] = $1 }
          calibration.thresholds[label] = factor
        }
      }
    }
  }

  /// The factor under which the labels are most likely: 1 / temperature, as Guo and others (2017) have it.
  private func scale(of head: ModelHead) -> Float {
    func loss(_ scale: Float) -> Double {
      cases.reduce(0) { sum, one in
        guard one.target.isLabelled(head) else { return sum }
        var outputs = one.outputs
        ModelMath.probabilities(of: head, scale: scale, &outputs)
        return head.outputs.reduce(sum) { sum, label in
          let truth = Double(one.target.values[label])
          let given = min(max(Double(outputs[label]), 1e-7), 1 - 1e-7)
          return sum - truth * ModelMath.log(given) - (head == .acts ? (1 - truth) * ModelMath.log(1 - given) : 0)
        }
      }
    }
    let scales: [Float] = (5...25).map { Float($0) * 0.1 }
    return scales.map { ($0, loss($0)) }.min { $0.1 < $1.1 }?.0 ?? 1
  }

  /// The step under which a head agrees best: by micro F1 with several labels, by macro F1 with one.
  private func best(of head: ModelHead, _ steps: [Float], _ apply: (inout Calibration, Float) -> Void) -> Float {
    let scored = steps.map { step in
      var tried = calibration
      apply(&tried, step)
      var agreements = [Agreement](repeating: Agreement(), count: sets)
      for one in cases where one.target.isLabelled(head) {
        agreements[one.set].add(one.outputs, one.target, tried, head)
      }
      return (step, agreements.reduce(0) { $0 + (head.isMultiLabel ? $1.micro(head) : $1.macro(head)) })
    }
    return scored.max { $0.1 < $1.1 }?.0 ?? 1
  }
}
