import ArgumentParser
import ChatModel
import ChatPipeline
import ChatStore
import ChatTagging
import ChatTraining
import Foundation

/// `duxin evaluate`: how the tags agree with a shop's own labels.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures how the tags agree with labelled turns, and what more labels would bring.",
    discussion: """
      For each field: precision, recall and F1 of every label with 95 % intervals, micro and macro F1 (intervals by
      resampled conversations), for fields with one label kappa and the confusion (rows: labelled, columns: given), and
      how far confidences hold. The labels are a record's "labels"; turns without labels are context.

      EXAMPLES
        duxin evaluate labelled.jsonl
        duxin evaluate labelled.jsonl --model shop.model --format json
        duxin evaluate labelled.jsonl --learning-curve
        duxin evaluate chats.jsonl --sample-uncertain 100 > to-label.jsonl
      """)

  @Flag(help: "Instead, show by cross-validation what training on more and more of these labels brings.")
  var learningCurve = false

  @Option(help: ArgumentHelp("table, markdown or json (default: table).", valueName: "name"))
  var output = "table"

  @OptionGroup var labelled: LabelledArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    let settings = try common.settings()
    let console = common.console(settings)
    guard ["table", "markdown", "json"].contains(output), let form = ResultFormat(rawValue: output) else {
      throw Failure(message: "--output is table, markdown or json, not '\(output)'", status: Failure.usage)
    }
    let tagger = try labelled.tagger.tagger(settings)
    guard let chats = try labelled.read(settings, console, by: tagger) else { return }
    if learningCurve {
      let training = TrainingJob(chats, tagger: tagger, folds: max(2, labelled.folds), seed: labelled.seed)
      return try training.writeCurve(form)
    }
    let turns = chats.turns
    var evaluation = Evaluation.of(Array(turns.entries.indices), turns, by: tagger)
    if let least = try labelled.tagger.unsureBelow(settings) { evaluation = evaluation.asserted(atLeast: least) }
    let report = EvaluationReport(
      evaluation, rules: tagger.version.rules,
      model: tagger.version.model)
    guard form == .json else { return try write(report, form) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    try StandardOutput.write(Array(try encoder.encode(report)) + [0x0A])
  }

  private func write(_ report: EvaluationReport, _ form: ResultFormat) throws {
    func table(_ columns: [String], _ rows: [[QueryValue]]) throws {
      var writer = ResultWriter(form)
      try writer.begin(columns)
      for row in rows { try writer.add(row) }
      try writer.end()
      try StandardOutput.write("\n")
    }
    func told(_ figure: EvaluationReport.Figure?) -> String {
      figure.map { "\($0.value.threeDigits) (\($0.low.threeDigits)–\($0.high.threeDigits))" } ?? "–"
    }
    try table(
      ["field", "turns", "micro_f1", "macro_f1", "kappa", "calibration_error"],
      report.fields.map { field in
        [
          .text(field.field), .integer(Int64(field.turns)), .text(told(field.micro)), .text(told(field.macro)),
          .text(field.kappa?.threeDigits ?? "–"), .text(field.calibrationError.threeDigits),
        ]
      })
    for field in report.fields {
      let rows = field.labels.filter { $0.labelled + $0.given > 0 }
      try table(
        [field.field, "labelled", "given", "right", "precision", "recall", "f1"],
        rows.map { row in
          [
            .text(row.label), .integer(Int64(row.labelled)), .integer(Int64(row.given)), .integer(Int64(row.right)),
            .text(told(row.precision)), .text(told(row.recall)), .text(row.f1.threeDigits),
          ]
        })
      if let confusion = field.confusion {
        try table(
          ["\(field.field): labelled ↓ given →"] + field.labels.map(\.label),
          zip(field.labels, confusion).map { row, counts in [.text(row.label)] + counts.map { .integer(Int64($0)) } })
      }
      try table(
        ["\(field.field): confidence", "turns", "mean_confidence", "right"],
        field.calibration.map { bin in
          [
            .text("\(bin.from)–\((bin.from + 0.1).rounded4)"), .integer(Int64(bin.turns)),
            .text(bin.confidence.threeDigits), .text(bin.right.threeDigits),
          ]
        })
    }
  }
}

extension Double {
  /// With three decimals, such as `0.731`.
  var threeDigits: String { String(format: "%.3f", self) }
}
