import ChatInsight
import ChatTagging
package import ChatTraining

/// How tags agree with labels, in figures for people and programs; fractions from 0 to 1.
public struct EvaluationReport: Encodable, Sendable {
  /// A figure with its 95 % interval.
  public struct Figure: Encodable, Sendable {
    public var value, low, high: Double

    package init(_ value: Double, _ interval: ClosedRange<Double>) {
      (self.value, low, high) = (value.rounded4, interval.lowerBound.rounded4, interval.upperBound.rounded4)
    }
  }

  /// One label: how often people gave it, how often duxin did, how often both.
  public struct Row: Encodable, Sendable {
    public var label: String
    public var labelled, given, right: Int
    /// With the score interval of Wilson (1927); nil when there is nothing to divide by.
    public var precision, recall: Figure?
    public var f1: Double
  }

  /// Turns whose first label has a confidence in one tenth.
  public struct Bin: Encodable, Sendable {
    /// Where the tenth begins.
    public var from: Double
    public var turns: Int
    /// The mean confidence, and the share that is right.
    public var confidence: Double
    public var right: Double
  }

  public struct Field: Encodable, Sendable {
    public var field: String
    public var turns: Int
    /// F1 over all labels together, and the mean F1 of the labels that occur; intervals by resampled conversations.
    public var micro, macro: Figure
    /// Agreement beyond chance (Cohen); only for fields with one label.
    public var kappa: Double?
    public var labels: [Row]
    /// Rows: labelled; columns: given; both in the order of ``labels``; only for fields with one label.
    public var confusion: [[Int]]?
    public var calibration: [Bin]
    /// The mean distance of confidence and share right, weighted by turns.
    public var calibrationError: Double
  }

  public var turns: Int
  public var conversations: Int
  public var rulesVersion, modelVersion: String
  public var fields: [Field]

  package init(_ evaluation: Evaluation, rules: String, model: String) {
    turns = evaluation.judgements.count
    conversations = Set(evaluation.judgements.map(\.group)).count
    (rulesVersion, modelVersion) = (rules, model)
    let agreement = evaluation.agreement
    fields = ModelHead.allCases.compactMap { head in
      guard agreement.hasLabels(head) else { return nil }
      let bins = evaluation.calibration(head)
      let turns = bins.reduce(0) { $0 + $1.turns }
      return Field(
        field: head.field, turns: turns,
        micro: Figure(agreement.micro(head), evaluation.interval(head) { $0.micro(head) }),
        macro: Figure(agreement.macro(head), evaluation.interval(head) { $0.macro(head) }),
        kappa: head.isMultiLabel ? nil : evaluation.kappa(head)?.rounded4,
        labels: head.outputs.map { Self.row(head, $0, agreement) },
        confusion: head.isMultiLabel ? nil : evaluation.confusion(head),
        calibration: bins.enumerated().filter { $0.element.turns > 0 }.map { place, bin in
          Bin(
            from: Double(place) / 10, turns: bin.turns, confidence: bin.confidence.rounded4,
            right: (Double(bin.right) / Double(bin.turns)).rounded4)
        },
        calibrationError: (bins.reduce(0) { sum, bin in
          bin.turns == 0 ? sum : sum + abs(bin.confidence * Double(bin.turns) - Double(bin.right))
        } / Double(max(1, turns))).rounded4)
    }
  }

  private static func row(_ head: ModelHead, _ label: Int, _ agreement: Agreement) -> Row {
    let (right, wrong, missed) = (agreement.hits[label], agreement.wrong[label], agreement.missed[label])
    func figure(_ share: Proportion) -> Figure? {
      guard let value = share.value, let interval = share.interval else { return nil }
      return Figure(value, interval)
    }
    return Row(
      label: head.names[label - head.outputs.lowerBound], labelled: right + missed, given: right + wrong, right: right,
      precision: figure(Proportion(right, of: right + wrong)), recall: figure(Proportion(right, of: right + missed)),
      f1: agreement.f1(label).rounded4)
  }
}

extension Double {
  /// Rounded to four places, for output.
  package var rounded4: Double { (self * 10_000).rounded() / 10_000 }
}
