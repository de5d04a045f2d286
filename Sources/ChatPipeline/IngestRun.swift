public import ChatModel
import ChatReading
public import ChatStore
public import ChatTagging

/// Exports into the database: one transaction a file, each turn counted once.
public struct IngestRun {
  private let store: Store
  private let options: AnalysisOptions
  private let tagger: TurnTagger
  private let run: Int64
  /// Everything the user chose about the reading, as one text for the ledger.
  private let reading: String
  private let now: () -> Timestamp

  /// - Parameters:
  ///   - run: the row that ``Store/beginRun(_:)`` gave.
  ///   - reading: everything the user chose about the reading, as one text; the same content read another way is not
  ///     the same file.
  ///   - now: the clock of the ledger.
  public init(
    store: Store, options: AnalysisOptions, tagger: TurnTagger, run: Int64, reading: String,
    now: @escaping () -> Timestamp
  ) {
    (self.store, self.options, self.tagger) = (store, options, tagger)
    (self.run, self.reading, self.now) = (run, reading, now)
  }

  /// Reads one export into the database.
  ///
  /// - Parameter tell: receives problems as they are met, with the number of turns that were read beside them; what it
  ///   throws ends the file, and nothing of it is kept.
  /// - Returns: what became of its records: read = stored + duplicates + rejected.
  /// - Throws: ``ReadError`` when the export cannot be read: nothing of it was kept, and the ledger says why.
  ///   ``StoreError`` when the database cannot go on.
  public func ingest(_ path: String, tell: (_ problems: [Problem], _ turns: Int) throws -> Void) throws -> FileCounts {
    let hash = try FileDigest.sha256(path, watch: options.watch)
    let start = FileStart(run: run, path: path, fileHash: hash, startedAt: now())
    if let hash, let known = try store.knownFile(fileHash: hash), known.reading == reading {
      return try store.noteSeenAgain(start, as: known)
    }
    let file = try store.beginFile(start)
    do {
      // A new analysis for each file: a turn's context comes from its own file, so that its tags do not depend on
      // which files were read before, or were known already.
      let result = try AnalysisRun(options, tagger: tagger).read(path) { chunk in
        let conflicts = try file.append(chunk.tagged)
        try tell(chunk.tagged.batch.problems + conflicts, chunk.tagged.batch.turns.count)
      }
      try file.add(result.problems)
      try tell(result.problems, 0)
      return try file.commit(
        FileEnd(
          contentHash: result.contentHash, size: result.size, format: result.about, preset: result.preset,
          encoding: result.encoding.rawValue, reading: reading, isComplete: result.isComplete, finishedAt: now()))
    } catch let error as ReadError {
      try file.rollback(because: error.code, at: now())
      throw error
    } catch {
      try? file.rollback()
      throw error
    }
  }
}

extension FileCounts {
  /// The sum of two files.
  public static func + (a: FileCounts, b: FileCounts) -> FileCounts {
    var sum = a
    sum.read += b.read
    sum.stored += b.stored
    sum.duplicates += b.duplicates
    sum.updated += b.updated
    sum.rejected += b.rejected
    sum.warnings += b.warnings
    sum.isSeenAgain = a.isSeenAgain && b.isSeenAgain
    return sum
  }
}
