package import ChatTagging

/// How far predictions agree with labels, by head: F1 over all labels together, and the mean over labels.
package struct Agreement: Sendable {
  /// For each label: how often predicted and labelled, predicted only, labelled only.
  package private(set) var hits = [Int](repeating: 0, count: ModelHead.outputCount)
  package private(set) var wrong = [Int](repeating: 0, count: ModelHead.outputCount)
  package private(set) var missed = [Int](repeating: 0, count: ModelHead.outputCount)

  package init() {}

  /// Counts one turn: the probabilities of its labels against its target.
  package mutating func add(_ probabilities: [Float], _ target: Target, _ calibration: Calibration) {
    for head in ModelHead.allCases { add(probabilities, target, calibration, head) }
  }

  /// Counts one head of one turn, if it is labelled.
  package mutating func add(_ probabilities: [Float], _ target: Target, _ calibration: Calibration, _ head: ModelHead) {
    guard target.isLabelled(head) else { return }
    let given = calibration.labels(of: head, probabilities)
    for label in head.outputs {
      switch (given.contains(label), target.values[label] > 0) {
      case (true, true): hits[label] += 1
      case (true, false): wrong[label] += 1
      case (false, true): missed[label] += 1
      case (false, false): break
      }
    }
  }

  /// Counts labels given and labels right, one bit each.
  mutating func count(given: UInt128, truth: UInt128) {
    var rest = given | truth
    while rest != 0 {
      let label = rest.trailingZeroBitCount
      let bit: UInt128 = 1 << UInt128(label)
      if given & truth & bit != 0 {
        hits[label] += 1
      } else if given & bit != 0 {
        wrong[label] += 1
      } else {
        missed[label] += 1
      }
      rest &= ~bit
    }
  }

  /// Adds the counts of other turns for one head.
  mutating func add(_ other: Agreement, _ head: ModelHead) {
    for label in head.outputs {
      hits[label] += other.hits[label]
      wrong[label] += other.wrong[label]
      missed[label] += other.missed[label]
    }
  }

  package func micro(_ head: ModelHead) -> Double {
    func sum(_ counts: [Int]) -> Int { head.outputs.reduce(0) { $0 + counts[$1] } }
    return Self.f1(sum(hits), sum(wrong), sum(missed))
  }

  /// The mean F1 of the labels that occur.
  package func macro(_ head: ModelHead) -> Double {
    let labels = head.outputs.filter { hits[$0] + missed[$0] > 0 }
    return labels.isEmpty ? 0 : labels.reduce(0) { $0 + f1($1) } / Double(labels.count)
  }

  package func f1(_ label: Int) -> Double { Self.f1(hits[label], wrong[label], missed[label]) }

  package func hasLabels(_ head: ModelHead) -> Bool { head.outputs.contains { hits[$0] + missed[$0] > 0 } }

  private static func f1(_ hits: Int, _ wrong: Int, _ missed: Int) -> Double {
    hits == 0 ? 0 : 2 * Double(hits) / Double(2 * hits + wrong + missed)
  }
}
