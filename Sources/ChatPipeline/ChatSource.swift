public import ChatModel
import ChatPrivacy
public import ChatReading

/// Chats read, masked and linked to their context as ``AnalysisRun`` does it, but untagged and on one thread: for work
/// that looks at the turns itself.
public struct ChatSource {
  private let options: AnalysisOptions

  public init(_ options: AnalysisOptions) { self.options = options }

  /// Reads one export and hands its turns down in order.
  ///
  /// - Returns: what was wrong outside of records and was not told with a batch.
  /// - Throws: ``ReadError`` when the export cannot be opened or read on, and what `consume` throws.
  public func read(_ path: String, consume: (TurnBatch) throws -> Void) throws -> [Problem] {
    try read(path) { batch, _ in try consume(batch) }
  }

  /// Also hands down the chunk that each batch was made of.
  public func read(_ path: String, consume: (TurnBatch, RecordChunk) throws -> Void) throws -> [Problem] {
    var reader = try ExportReader(
      try TextFile(path: path, encoding: options.encoding), path: path, options: options.reading)
    var tracker = ConversationTracker()
    while let chunk = try reader.nextChunk() {
      var batch = reader.parser.parse(chunk)
      batch.problems = reader.takeProblems() + batch.problems
      options.redactor?.redact(&batch)
      tracker.link(&batch)
      try consume(batch, chunk)
    }
    return reader.takeProblems()
  }
}

extension TurnBatch {
  /// The turns of one stored conversation, in the order they were said, each with its context.
  public init(conversation turns: [TaggedTurn]) {
    self.init()
    func add(_ text: String?) -> ByteRange { text.map { append($0.utf8.span) } ?? .none }
    for stored in turns {
      var turn = Turn()
      turn.conversationID = add(stored.conversationID)
      turn.text = add(stored.text)
      (turn.speaker, turn.messageType) = (stored.speaker, stored.messageType)
      (turn.time, turn.number) = (stored.time, stored.number)
      self.turns.append(turn)
    }
    var tracker = ConversationTracker()
    tracker.link(&self)
  }
}
