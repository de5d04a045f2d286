import ArgumentParser
import ChatTraining
import Foundation

/// What is learnt from, and how: for `train` and `ablation`.
struct TrainingArguments: ParsableArguments {
  @Option(help: "The folder of authored chats (TSV).")
  var corpus = "Sources/duxin-dev/corpus/authored"

  @Option(help: "The folder of our own labels for turns of others, by their places, without their text.")
  var labels = "Sources/duxin-dev/corpus/labels"

  @Option(help: "The folder that holds jddc/ and twitter_cc/; without it only the corpus is used.")
  var shared: String?

  @Option(help: "Folds of the cross-validation that calibrates; 0 = keep the calibration at its defaults.")
  var folds = 3

  @Option(help: "Networks that are averaged.")
  var networks = 4

  @Option(help: "Seed of everything that is left to chance.")
  var seed: UInt64 = 1

  /// All labelled turns.
  ///
  /// - Parameter measured: also those that are measured on and never trained on.
  func read(measured: Bool) throws -> LabelledTurns {
    var reader = TrainingCorpus()
    try reader.readAuthored(URL(filePath: corpus))
    guard let shared else { return reader.turns }
    let jddc = URL(filePath: shared).appending(path: "jddc")
    let twitter = URL(filePath: shared).appending(path: "twitter_cc")
    let own = URL(filePath: labels)
    for (file, name) in [("train.labels.jsonl", "train"), ("windows.train.labels.jsonl", "windows")] {
      let chats = jddc.appending(path: file)
      try reader.readConversations(chats, name: "jddc/\(name)")
      try reader.readConversations(
        chats, name: "jddc/\(name), own labels", own: own.appending(path: "jddc-\(name).tsv"))
    }
    try reader.readConversations(jddc.appending(path: "queries.labels.jsonl"), name: "jddc/queries.labels")
    try reader.readQueries(
      jddc.appending(path: "queries.train.tsv"), name: "jddc/queries", weight: 0.5,
      own: own.appending(path: "jddc-queries.tsv"))
    try reader.readConversations(twitter.appending(path: "train.labels.jsonl"), name: "twitter_cc/train")
    if measured {
      try reader.readConversations(jddc.appending(path: "dev.labels.jsonl"), name: "jddc/dev", kind: .measured)
      try reader.readConversations(twitter.appending(path: "dev.labels.jsonl"), name: "twitter_cc/dev", kind: .measured)
      try reader.readQueries(
        jddc.appending(path: "queries.dev.tsv"), name: "jddc/queries.dev", weight: 1, kind: .measured)
    }
    return reader.turns
  }

  /// To which set a source belongs for the calibration: what is authored, and what others said, count the same.
  ///
  /// Our own labels are left out: they are of the turns that an annotator passed over, easier ones than people ask
  /// about.
  static func set(of source: LabelledTurns.Source) -> Int? {
    switch source.kind {
    case .authored: 0
    case .reference: 1
    case .own, .measured: nil
    }
  }
}
