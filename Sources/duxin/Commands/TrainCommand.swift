import ArgumentParser
import ChatPipeline
import ChatTagging
import ChatTraining

/// `duxin train`: a shop's own labels on top of the model that ships.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Learns from a shop's own labelled turns, on top of the model that ships.",
    discussion: """
      A labelled turn is a JSON line with conversation_id, speaker, text and "labels": {"intents": ["exchange"],
      "emotion": "neutral", "price_sensitivity": "none", "purchase_signal": "none"}, or for agents and bots {"acts": […],
      "service_stage": "navigator"}; not every field must be there. Turns of the same conversation without labels are
      context. The model file corrects the model that ships; it holds hashes of word pieces, no text. Use it with --model
      or 'model' in duxin.yaml. Before it is written, cross-validation over whole conversations shows what it brings.

      EXAMPLES
        duxin train labelled.jsonl --out shop.model
        duxin tag chats.jsonl --model shop.model
        duxin train chats.jsonl --sample-uncertain 100 > to-label.jsonl
        duxin evaluate labelled.jsonl --learning-curve
      """)

  @Option(help: ArgumentHelp("The model file to write (default: shop.model).", valueName: "file"))
  var out = "shop.model"

  @Flag(help: "Train a whole model on these turns alone, in the place of the one that ships; thousands are needed.")
  var replace = false

  @Option(help: ArgumentHelp("table, markdown, json or csv (default: table).", valueName: "name"))
  var output = "table"

  @OptionGroup var labelled: LabelledArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    let settings = try common.settings()
    let console = common.console(settings)
    guard let form = ResultFormat(rawValue: output) else {
      throw Failure(message: "--output is one of \(ResultFormat.names), not '\(output)'", status: Failure.usage)
    }
    let tagger = try labelled.tagger.tagger(settings)
    guard let chats = try labelled.read(settings, console, by: tagger) else { return }
    if replace {
      let rules = try TurnTagger(ruleFiles: RuleFile.shipped + labelled.tagger.ruleFiles(settings))
      let file = WholeTraining(chats.turns, rules: rules).train(
        on: Array(chats.turns.entries.indices), folds: max(2, labelled.folds), seed: labelled.seed,
        provenance: try chats.provenance()
      ).file
      try AtomicFile.write(file.bytes, to: out)
      return console.note("\(out): a model of \(chats.count) turns, \(file.bytes.count) bytes")
    }
    guard !tagger.isAdapted else {
      throw Failure(
        message: "--model names a file that duxin train wrote: train over the model that ships", status: Failure.usage)
    }
    let job = TrainingJob(chats, tagger: tagger, folds: labelled.folds, seed: labelled.seed)
    if labelled.folds > 1 { try job.writeGain(form) }
    let adapter = job.training.adapter(
      on: job.training.labelled, seed: labelled.seed, provenance: try chats.provenance())
    try AtomicFile.write(adapter.bytes, to: out)
    console.note(
      "\(out): corrects \(adapter.base) by \(job.training.labelled.count) turns, \(adapter.keys.count) features, "
        + "\(adapter.bytes.count) bytes; use it with --model \(out)")
  }
}
