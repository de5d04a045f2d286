import ArgumentParser
import ChatModel
import ChatTagging
import ChatTraining
import Foundation

/// What each part of the tagger adds to its agreement with people, and what more labels would add.
struct AblationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablation",
    abstract: "Measure the tagger without each of its parts, and trained on parts of the data; as Markdown.",
    discussion: """
      Every line is a training of its own (about a minute and a half on two cores) and is measured on the development
      turns, which are never trained on, with the whole tagger as 'duxin tag' runs it.

      EXAMPLES
        duxin-dev ablation --shared DIR --out Tests/Accuracy/ablation.md
        duxin-dev ablation --shared DIR --only "rules only" --only hybrid
      """)

  @Option(help: "The Markdown file to write; without it, standard output.")
  var out: String?

  @Option(help: "Only this line of the tables; may be given several times.")
  var only: [String] = []

  @OptionGroup var data: TrainingArguments

  /// One line: what is learnt from and what is left out.
  private struct Variant {
    var name: String
    var usesRules = true
    var usesModel = true
    var usesContext = true
    var learnsAuthored = true
    var learnsOutside = true
    /// The share of conversations that is learnt from.
    var share = 1.0
  }

  private static let parts = [
    Variant(name: "hybrid"), Variant(name: "rules only", usesModel: false),
    Variant(name: "model only", usesRules: false),
    Variant(name: "without context", usesContext: false),
    Variant(name: "without the authored corpus", learnsAuthored: false),
    Variant(name: "without outside data", learnsOutside: false),
  ]

  private static let whole = "all labels"
  private static let shares = [
    Variant(name: "1/8 of the labels", share: 0.125), Variant(name: "1/4 of the labels", share: 0.25),
    Variant(name: "1/2 of the labels", share: 0.5), Variant(name: whole),
  ]

  func run() throws {
    guard data.shared != nil else { throw ValidationError("--shared names what is measured on") }
    let turns = try data.read(measured: true)
    var text =
      """
      # What the parts of the tagger add

      Measured on turns that are never trained on; made by \
      `duxin-dev ablation --networks \(data.networks) --folds \(data.folds)`.

      """
    var known: [String: String] = [:]
    for (title, variants) in [("Parts left out", Self.parts), ("Learning curve", Self.shares)] {
      let wanted = variants.filter { only.isEmpty || only.contains($0.name) }
      guard !wanted.isEmpty else { continue }
      text +=
        "\n## \(title)\n\n| tagger | turns learnt from | jddc intents micro | macro | emotion | price | purchase | acts micro |"
      text +=
        " stage | queries micro | twitter_cc intents micro | emotion |\n|---|\(String(repeating: "---|", count: 11))\n"
      for variant in wanted {
        // The whole tagger stands in both tables and is trained once.
        let key = variant.name == Self.whole ? "hybrid" : variant.name
        let cells = try known[key] ?? line(variant, turns)
        known[key] = cells
        text += "| \(variant.name) | \(cells) |\n"
        FileHandle.standardError.write(Data("\(variant.name): \(cells)\n".utf8))
      }
    }
    if let out { try text.write(toFile: out, atomically: true, encoding: .utf8) } else { print(text, terminator: "") }
  }

  /// Trains and measures one variant: the cells after its name.
  private func line(_ variant: Variant, _ all: LabelledTurns) throws -> String {
    var turns = all
    if !variant.usesContext { turns.batch.contexts = turns.batch.contexts.map { _ in TurnContext() } }
    let rules = variant.usesRules ? RuleFile.shipped : []
    let learnt = turns.entries.indices.filter { index in
      let isWanted =
        switch turns.source(index).kind {
        case .authored: variant.learnsAuthored
        case .reference, .own: variant.learnsOutside
        case .measured: false
        }
      return isWanted && Double(turns.entries[index].group >> 40) < variant.share * 0x1p24
    }
    var model: TextModel?
    if variant.usesModel {
      let training = WholeTraining(
        turns, rules: variant.usesRules ? try TurnTagger(ruleFiles: rules) : nil, networks: data.networks)
      let file = training.train(
        on: learnt, folds: data.folds, seed: data.seed, provenance: "", set: TrainingArguments.set
      ).file
      model = try TextModel(bytes: file.bytes)
    }
    let tagger = try TurnTagger(ruleFiles: rules, model: model)
    func agreement(_ name: String) -> Agreement {
      let indices = turns.entries.indices.filter { turns.source($0).name == name }
      return Evaluation.of(Array(indices), turns, by: tagger).agreement
    }
    let (jddc, queries, twitter) = (agreement("jddc/dev"), agreement("jddc/queries.dev"), agreement("twitter_cc/dev"))
    let figures = [
      jddc.micro(.intents), jddc.macro(.intents), jddc.macro(.emotion), jddc.macro(.price), jddc.macro(.purchase),
      jddc.micro(.acts), jddc.macro(.stage), queries.micro(.intents), twitter.micro(.intents), twitter.macro(.emotion),
    ]
    let count = variant.usesModel ? learnt.count { turns.entries[$0].target.weights.contains { $0 > 0 } } : 0
    return ([count > 0 ? "\(count)" : "–"] + figures.map { String(format: "%.3f", $0) }).joined(separator: " | ")
  }
}
