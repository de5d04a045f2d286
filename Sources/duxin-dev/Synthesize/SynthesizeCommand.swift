import ArgumentParser
import Foundation

/// `duxin-dev synthesize`: the sample logs, or a corpus of any size for benches.
struct SynthesizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesize",
    abstract: "Writes synthetic shop logs from authored dialogues; the same seed gives the same bytes.",
    discussion: """
      EXAMPLES
        duxin-dev synthesize --out SampleLogs             the sample logs and their README
        duxin-dev synthesize --turns 1000000 > big.jsonl  a corpus for benches
      """)

  @Option(help: ArgumentHelp("The folder to write to.", valueName: "DIR")) var out: String?
  @Option(help: "Another seed gives other chats.") var seed: UInt64 = 20_261_005
  @Option(help: ArgumentHelp("Write a JSONL corpus of at least N turns (to corpus.jsonl, or stdout).", valueName: "N"))
  var turns: Int?
  @Option(help: ArgumentHelp("Write which conversation tells what (CSV).", valueName: "FILE")) var key: String?
  @Option(help: ArgumentHelp("The authored files.", valueName: "DIR"))
  var dialogues = "Sources/duxin-dev/dialogues"

  func validate() throws {
    if turns == nil && out == nil { throw ValidationError("say where to: --out DIR") }
    if let turns, turns < 1 { throw ValidationError("--turns is at least 1") }
  }

  func run() throws {
    let library = try DialogueLibrary(folder: URL(filePath: dialogues))
    let folder = out.map { URL(filePath: $0) }
    if let folder { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
    if let turns { return try writeCorpus(of: turns, library, to: folder) }
    guard let folder else { return }
    let samples = try SampleLogs(library: library, seed: seed)
    for file in samples.files { try Data(file.bytes).write(to: folder.appending(path: file.name)) }
    let template = try String(
      contentsOf: URL(filePath: dialogues).appending(path: "README.template.md"), encoding: .utf8)
    try Data(samples.readme(template).utf8).write(to: folder.appending(path: "README.md"))
    if let key { try Data(samples.key.utf8).write(to: URL(filePath: key)) }
  }

  private func writeCorpus(of turns: Int, _ library: DialogueLibrary, to folder: URL?) throws {
    let sink: FileHandle
    if let file = folder?.appending(path: ExportFormat.corpus.file) {
      try Data().write(to: file)
      sink = try FileHandle(forWritingTo: file)
    } else {
      sink = .standardOutput
    }
    var synthesizer = Synthesizer(library: library, seed: seed)
    var (left, round) = (turns, 0)
    while left > 0 {
      for index in library.shops.indices where left > 0 {
        var writer = ExportWriter(library.shops[index], as: .corpus)
        for chat in try synthesizer.conversations(of: index, round: round) where left > 0 {
          writer.write(chat)
          left -= chat.messages.count
        }
        try sink.write(contentsOf: writer.output)
      }
      round += 1
    }
  }
}
