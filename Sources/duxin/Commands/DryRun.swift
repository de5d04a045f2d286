import ChatModel
import ChatPipeline
import ChatPrivacy
import ChatReading
import ChatStore

/// `duxin ingest --dry-run`: how the first records of each export would be read; nothing is written.
struct DryRun {
  /// Records shown of each file.
  private static let shown = 5

  let options: AnalysisOptions
  let console: Console

  /// Shows one export: how it is read, its first turns as a table, and what is wrong with its first records.
  ///
  /// - Returns: the records of its first chunk, and how many of them would be kept.
  func show(_ path: String) throws -> (read: Int, kept: Int) {
    let text = try TextFile(path: path, encoding: options.encoding)
    var reader = try ExportReader(text, path: path, options: options.reading)
    let chunk = try reader.nextChunk()
    var batch = chunk.map(reader.parser.parse) ?? TurnBatch()
    options.redactor?.redact(&batch)
    try StandardOutput.write("\(path): \(reader.about), encoding \(text.encoding.rawValue)\n")
    var writer = ResultWriter(.table)
    try writer.begin(["line", "conversation_id", "turn", "speaker", "timestamp", "type", "text"])
    for turn in batch.turns.prefix(Self.shown) {
      let clock = options.reading.clock
      let time = turn.time.map { $0.rfc3339(offset: clock.offset(at: $0)) }
      try writer.add([
        .integer(turn.line), .text(batch.string(turn.conversationID)), turn.number.map(QueryValue.integer) ?? .null,
        .text(turn.speaker.name), time.map(QueryValue.text) ?? .null, .text(turn.messageType.name),
        .text(batch.string(turn.text)),
      ])
    }
    try writer.end()
    if !batch.unknownKeys.isEmpty {
      let names = batch.unknownKeys.keys.sorted().joined(separator: ", ")
      try StandardOutput.write("not used: \(names)\n")
    }
    for problem in (reader.takeProblems() + batch.problems).prefix(Self.shown) { console.problem(problem) }
    try StandardOutput.write("\n")
    return (batch.read, batch.turns.count)
  }
}
