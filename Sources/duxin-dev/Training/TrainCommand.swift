import ArgumentParser
import ChatModel
import ChatTagging
import ChatTraining
import Crypto
import Foundation

/// Trains the model that ships, and says how well it agrees with people.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train the model that ships, and say how well it agrees with people.",
    discussion: """
      Reads the corpus of this project and, where --shared names it, the labelled turns of others, which are never \
      copied. Calibrates by cross-validation, then trains on everything and writes the model file.
      """)

  @OptionGroup var data: TrainingArguments

  @Option(help: "The model file to write.")
  var out = "Sources/CData/files/model/weights.bin"

  @Flag(help: "Leave out what the rules say of a turn, to see what the model knows alone.")
  var ablateRules = false

  @Flag(help: "Also measure on the development turns, which are never trained on.")
  var measure = false

  func run() throws {
    let turns = try data.read(measured: measure)
    let rules = ablateRules ? nil : try TurnTagger(ruleFiles: RuleFile.shipped)
    func indices(ofMeasured isMeasured: Bool) -> [Int] {
      turns.entries.indices.filter { (turns.source($0).kind == .measured) == isMeasured }
    }
    let trained = WholeTraining(turns, rules: rules, networks: data.networks).train(
      on: indices(ofMeasured: false), folds: data.folds, seed: data.seed, provenance: try provenance(of: turns),
      set: TrainingArguments.set)
    if !trained.crossed.isEmpty {
      print("cross-validation, \(data.folds) folds")
      printTable(trained.crossed, turns, trained)
    }
    let bytes = trained.file.bytes
    try Data(bytes).write(to: URL(filePath: out))
    print("wrote \(out): \(trained.file.table.keys.count) features, \(bytes.count) bytes")
    if measure {
      print("development turns")
      printTable(trained.outputs(of: indices(ofMeasured: true)), turns, trained)
    }
  }

  /// SHA-256, name and count of labelled turns of each file that was learnt from; where a table of our own gives the
  /// labels, its hash too.
  private func provenance(of turns: LabelledTurns) throws -> String {
    try turns.sources.enumerated().filter { $0.element.kind != .measured }.map { index, source in
      let count = turns.entries.count { $0.source == index && $0.target.weights.contains { $0 > 0 } }
      return try [source.file, source.labels].compactMap(\.self).map { file in
        let digest = SHA256.hash(data: try Data(contentsOf: URL(filePath: file)))
        return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      }.joined(separator: "+") + " \(source.name) \(count)"
    }.joined(separator: "\n")
  }

  /// One line for each source: turns, then micro and macro F1 of the heads.
  private func printTable(_ outputs: [Int: [Float]], _ turns: LabelledTurns, _ trained: WholeTraining.Trained) {
    print("| source | turns | intents micro | macro | emotion | price | purchase | acts micro | stage |")
    print("|---|---|---|---|---|---|---|---|---|")
    for (number, source) in turns.sources.enumerated() {
      let outputs = outputs.filter { turns.entries[$0.key].source == number }
      guard !outputs.isEmpty else { continue }
      let agreement = trained.agreement(of: outputs)
      func cell(_ head: ModelHead, _ figure: (ModelHead) -> Double) -> String {
        agreement.hasLabels(head) ? String(format: "%.3f", figure(head)) : ""
      }
      let cells = [
        source.name, "\(outputs.count)", cell(.intents, agreement.micro), cell(.intents, agreement.macro),
        cell(.emotion, agreement.macro), cell(.price, agreement.macro), cell(.purchase, agreement.macro),
        cell(.acts, agreement.micro), cell(.stage, agreement.macro),
      ]
      print("| \(cells.joined(separator: " | ")) |")
    }
  }
}
