import ChatPipeline
import ChatStore
import ChatTagging
import ChatTraining

/// Training on a shop's labels, and what it brings by cross-validation.
struct TrainingJob {
  let training: AdapterTraining
  let folds: Int
  let seed: UInt64

  init(_ chats: LabelledChats, tagger: TurnTagger, folds: Int, seed: UInt64) {
    training = AdapterTraining(chats.turns, tagger: tagger)
    (self.folds, self.seed) = (folds, seed)
  }

  /// What is compared: micro F1 of fields with several labels, macro F1 of fields with one, and the macro F1 of intents.
  private static let figures: [(name: String, head: ModelHead, figure: @Sendable (Agreement) -> Double)] = [
    ("intents micro F1", .intents, { $0.micro(.intents) }), ("intents macro F1", .intents, { $0.macro(.intents) }),
    ("emotion macro F1", .emotion, { $0.macro(.emotion) }),
    ("price_sensitivity macro F1", .price, { $0.macro(.price) }),
    ("purchase_signal macro F1", .purchase, { $0.macro(.purchase) }), ("acts micro F1", .acts, { $0.micro(.acts) }),
    ("service_stage macro F1", .stage, { $0.macro(.stage) }),
  ]

  /// Writes agreement before and after, on conversations that were not trained on.
  func writeGain(_ form: ResultFormat) throws {
    let result = try training.crossValidate(training.labelled, folds: folds, seed: seed)
    var writer = ResultWriter(form)
    try writer.begin(["agreement", "before", "after", "gain", "gain_low", "gain_high"])
    for (name, head, figure) in Self.figures where result.before.agreement.hasLabels(head) {
      let (before, after) = (figure(result.before.agreement), figure(result.after.agreement))
      let gain = result.after.gainInterval(over: result.before, head, figure)
      try writer.add(
        [.text(name)]
          + [before, after, after - before, gain.lowerBound, gain.upperBound].map { .text($0.threeDigits) })
    }
    try writer.end()
  }

  /// Writes agreement after training on an eighth, a quarter, half, all of the labels, and what twice as many would
  /// bring if agreement goes on to grow with every doubling as it did over the last two.
  func writeCurve(_ form: ResultFormat) throws {
    var points: [(turns: Int, agreement: Agreement)] = []
    for share in [0.125, 0.25, 0.5, 1] {
      let result = try training.crossValidate(training.labelled, folds: folds, share: share, seed: seed)
      if points.isEmpty { points.append((0, result.before.agreement)) }
      points.append((result.learntFrom, result.after.agreement))
    }
    let figures = Self.figures.filter { points[0].agreement.hasLabels($0.head) }
    var writer = ResultWriter(form)
    try writer.begin(["labelled_turns"] + figures.map(\.name))
    for point in points {
      try writer.add([.text("\(point.turns)")] + figures.map { .text($0.figure(point.agreement).threeDigits) })
    }
    let (last, early) = (points[points.count - 1], points[points.count - 3])
    try writer.add(
      [.text("≈\(2 * last.turns)")]
        + figures.map { name in
          let now = name.figure(last.agreement)
          return .text(min(1, now + (now - name.figure(early.agreement)) / 2).threeDigits)
        })
    try writer.end()
  }
}
