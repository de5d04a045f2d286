public import ChatInsight
public import ChatModel
import ChatReading
import ChatReporting
import ChatStore
public import ChatTagging
import Foundation

/// Exports into summaries by day, without a database: for streams in which conversations stand together.
///
/// Blocks of whole conversations go through a store in memory, so that turns are known again, put in order and counted
/// as they are on the way to a report from a database.
public struct SummarizeRun {
  /// Takes the rows of `v_turn` and `v_conversation`, block by block, as lines of JSON; what it throws ends the run.
  public var keep: ((_ turns: [UInt8], _ conversations: [UInt8]) throws -> Void)?
  /// What was read so far, but for conversations that are not whole yet.
  public private(set) var summaries = DailySummaries()
  private let options: AnalysisOptions
  private let tagger: TurnTagger
  private let analysis: AnalysisRun
  private let settings: FactSettings
  private var blocks = ConversationBlocks()

  /// - Parameters:
  ///   - key: the pseudonym that says which key the redactor has; empty when nothing is masked.
  ///   - settings: how facts are measured, with the business hours in it as the user wrote them.
  public init(
    _ options: AnalysisOptions, tagger: TurnTagger, key: String, settings: FactSettings = FactSettings(),
    hours: String? = nil
  ) {
    (self.options, self.tagger, self.settings) = (options, tagger, settings)
    analysis = AnalysisRun(options, tagger: tagger)
    summaries.origin = DailySummaries.Origin(
      zone: options.reading.clock.zone.identifier, version: tagger.version, key: key, hours: hours,
      unsureBelow: settings.unsureBelow)
  }

  /// Reads one export to its end.
  ///
  /// - Parameter tell: receives problems as they are met; what it throws ends the run.
  /// - Throws: ``ReadError`` when the export cannot be read; ``SummaryError`` when a conversation comes again after
  ///   others.
  public mutating func read(_ path: String, tell: ([Problem]) throws -> Void) throws {
    let reading = try analysis.read(path) { chunk in
      try tell(chunk.tagged.batch.problems)
      if let block = try blocks.add(chunk.tagged, of: path) { try tell(count(block, of: path)) }
    }
    try tell(reading.problems + count(blocks.finish(), of: path, rest: reading.problems))
    guard reading.isComplete else {
      throw ReadError(
        code: "incomplete", path: path, message: "is cut or damaged; a summary of a part would be taken for the whole")
    }
  }

  /// Adds a block of whole conversations, and problems outside of records.
  ///
  /// - Returns: problems that show only among the turns of a conversation.
  private mutating func count(
    _ block: [TaggedBatch], of path: String, rest: [Problem] = []
  ) throws -> [Problem] {
    let (clock, epoch) = (options.reading.clock, Timestamp(seconds: 0))
    let store = try Store(path: Store.inMemory)
    let run = try store.beginRun(
      RunStart(
        command: "summarize", startedAt: epoch, version: tagger.version, isRedacted: options.redactor != nil,
        zone: clock.zone.identifier, duxinVersion: DuxinVersion.current))
    let file = try store.beginFile(FileStart(run: run, path: path, startedAt: epoch))
    var conflicts: [Problem] = []
    for batch in block { conflicts += try file.append(batch) }
    try file.add(rest)
    let counts = try file.commit(
      FileEnd(contentHash: [], size: 0, format: "", preset: "", encoding: "", finishedAt: epoch))
    var coverage = Coverage()
    (coverage.read, coverage.stored) = (counts.read, counts.stored)
    (coverage.duplicates, coverage.rejected) = (counts.duplicates, counts.rejected)
    for problem in block.flatMap(\.batch.problems) + conflicts + rest where problem.severity == .rejected {
      coverage.rejects[problem.code, default: 0] += 1
    }
    summaries.coverage.merge(coverage)
    let extent = try store.extent()
    summaries.first = [summaries.first, extent.first].compactMap { $0 }.min()
    summaries.last = [summaries.last, extent.last].compactMap { $0 }.max()
    try store.forEachConversation { turns in
      if let started = turns.lazy.compactMap(\.time).min() {
        summaries.days[CivilTime(dayNumber: clock.day(of: started)).date, default: Summary()].add(turns, settings)
      } else {
        summaries.undated.add(turns, settings)
      }
    }
    if let keep {
      try FactsRun.refresh(store, settings, hours: summaries.origin?.hours ?? "")
      try keep(store.lines(of: .turns), store.lines(of: .conversations))
    }
    return conflicts
  }
}
