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

  @Option(help: "The folder of authored turns (JSONL).")
  var corpus = "Sources/duxin-dev/corpus/authored"

  @Option(help: "The folder of our own labels for turns of others, by their places, without their text.")
  var labels = "Sources/duxin-dev/corpus/labels"

  @Option(help: "The folder that holds jddc/ and twitter_cc/; without it only the corpus is used.")
  var shared: String?

  @Option(help: "The model file to write.")
  var out = "Sources/CData/files/model/weights.bin"

  @Option(help: "Folds of the cross-validation that calibrates; 0 = keep the calibration at its defaults.")
  var folds = 3

  @Option(help: "Networks that are averaged.")
  var networks = 4

  @Option(help: "Seed of everything that is left to chance.")
  var seed: UInt64 = 1

  @Flag(help: "Leave out what the rules say of a turn, to see what the model knows alone.")
  var ablateRules = false

  @Flag(help: "Also measure on the development turns, which are never trained on.")
  var measure = false

  /// What the names of sources end with whose labels are ours.
  private static let own = ", own labels"

  func run() throws {
    let turns = try read()
    var training = ModelTraining(turns, rules: ablateRules ? nil : try TurnTagger(ruleFiles: RuleFile.shipped))
    training.networks = networks
    let learnt = turns.entries.indices.filter { !turns.sources[turns.entries[$0].source].isMeasured }
    var calibration = Calibration()
    if folds > 1 {
      let crossed = CrossValidation(folds: folds, turns: turns, training: training).outputs(of: learnt, seed: seed)
      // Our own labels are of the turns that an annotator left over: easier ones than people ask about.
      let cases = learnt.compactMap { index -> Calibrator.Case? in
        let source = turns.sources[turns.entries[index].source].name
        guard let outputs = crossed[index], !source.hasSuffix(Self.own) else { return nil }
        let set = source.hasPrefix("authored") ? 0 : 1
        return Calibrator.Case(outputs: outputs, target: training.targets[index], set: set)
      }
      calibration = Calibrator.fit(cases, sets: 2)
      print("cross-validation, \(folds) folds")
      printTable(crossed, turns, training, calibration)
    }
    let result = training.train(on: learnt, seed: seed)
    let keys = result.selection.keys
    let file = ModelFile(
      shape: training.options.shape, table: result.networks.table(keys: keys),
      networks: result.networks.map(\.dense), calibration: calibration, provenance: try provenance(of: turns))
    try Data(file.bytes).write(to: URL(filePath: out))
    print("wrote \(out): \(keys.count) features, \(file.bytes.count) bytes")
    if measure {
      let measured = turns.entries.indices.filter { turns.sources[turns.entries[$0].source].isMeasured }
      print("development turns")
      printTable(CrossValidation.outputs(of: measured, training, result), turns, training, calibration)
    }
  }

  func read() throws -> LabelledTurns {
    var reader = TrainingCorpus()
    try reader.readAuthored(URL(filePath: corpus))
    if let shared {
      let root = URL(filePath: shared)
      let jddc = root.appending(path: "jddc")
      let twitter = root.appending(path: "twitter_cc")
      let own = URL(filePath: labels)
      for (file, name) in [("train.labels.jsonl", "train"), ("windows.train.labels.jsonl", "windows")] {
        let chats = jddc.appending(path: file)
        try reader.readConversations(chats, name: "jddc/\(name)")
        try reader.readConversations(
          chats, name: "jddc/\(name)\(Self.own)", own: own.appending(path: "jddc-\(name).tsv"))
      }
      try reader.readConversations(jddc.appending(path: "queries.labels.jsonl"), name: "jddc/queries.labels")
      try reader.readQueries(
        jddc.appending(path: "queries.train.tsv"), name: "jddc/queries", weight: 0.5,
        own: own.appending(path: "jddc-queries.tsv"))
      try reader.readConversations(twitter.appending(path: "train.labels.jsonl"), name: "twitter_cc/train")
      if measure {
        try reader.readConversations(
          jddc.appending(path: "dev.labels.jsonl"), name: "jddc/dev", isMeasured: true)
        try reader.readConversations(
          twitter.appending(path: "dev.labels.jsonl"), name: "twitter_cc/dev", isMeasured: true)
        try reader.readQueries(
          jddc.appending(path: "queries.dev.tsv"), name: "jddc/queries.dev", weight: 1, isMeasured: true)
      }
    }
    return reader.turns
  }

  /// SHA-256, name and count of labelled turns of each file that was learnt from.
  private func provenance(of turns: LabelledTurns) throws -> String {
    try turns.sources.enumerated().filter { !$0.element.isMeasured }.map { index, source in
      let digest = SHA256.hash(data: try Data(contentsOf: URL(filePath: source.file)))
      let hex = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      let count = turns.entries.count { $0.source == index && $0.target.weights.contains { $0 > 0 } }
      return "\(hex) \(source.name) \(count)"
    }.joined(separator: "\n")
  }

  /// One line for each source: turns, then micro and macro F1 of the heads.
  private func printTable(
    _ outputs: [Int: [Float]], _ turns: LabelledTurns, _ training: ModelTraining, _ calibration: Calibration
  ) {
    print("| source | turns | intents micro | macro | emotion | price | purchase | acts micro | stage |")
    print("|---|---|---|---|---|---|---|---|---|")
    for (number, source) in turns.sources.enumerated() {
      var agreement = Agreement()
      var count = 0
      for (index, raw) in outputs where turns.entries[index].source == number {
        var probabilities = raw
        for head in ModelHead.allCases {
          ModelMath.probabilities(of: head, scale: calibration.scales[head.rawValue], &probabilities)
        }
        agreement.add(probabilities, training.targets[index], calibration)
        count += 1
      }
      guard count > 0 else { continue }
      func cell(_ head: ModelHead, _ value: Double) -> String {
        agreement.hasLabels(head) ? String(format: "%.3f", value) : ""
      }
      let cells = [
        source.name, "\(count)", cell(.intents, agreement.micro(.intents)), cell(.intents, agreement.macro(.intents)),
        cell(.emotion, agreement.macro(.emotion)), cell(.price, agreement.macro(.price)),
        cell(.purchase, agreement.macro(.purchase)), cell(.acts, agreement.micro(.acts)),
        cell(.stage, agreement.macro(.stage)),
      ]
      print("| \(cells.joined(separator: " | ")) |")
    }
  }
}
