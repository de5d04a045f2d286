public import ChatModel
import ChatReading
public import ChatStore

/// Exports into the database: one transaction a file, each turn counted once.
public struct IngestRun {
  private let store: Store
  private let analysis: AnalysisRun
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
    store: Store, analysis: AnalysisRun, run: Int64, reading: String, now: @escaping () -> Timestamp
  ) {
    (self.store, self.analysis, self.run, self.reading, self.now) = (store, analysis, run, reading, now)
  }

  /// Reads one export into the database.
  ///
  /// - Parameter tell: receives problems as they are met.
  /// - Returns: what became of its records: read = stored + duplicates + rejected.
  /// - Throws: ``ReadError`` when the export cannot be read: nothing of it was kept, and the ledger says why.
  ///   ``StoreError`` when the database cannot go on.
  public func ingest(_ path: String, tell: ([Problem]) -> Void) throws -> FileCounts {
    let hash = try FileDigest.sha256(path)
    if let hash, let known = try store.knownFile(fileHash: hash), known.reading == reading {
      return known.counts.seenAgain
    }
    let file = try store.beginFile(FileStart(run: run, path: path, fileHash: hash, startedAt: now()))
    do {
      let result = try analysis.read(path) { chunk in
        let conflicts = try file.append(chunk.tagged)
        tell(chunk.tagged.batch.problems + conflicts)
      }
      try file.add(result.problems)
      tell(result.problems)
      return try file.commit(
        FileEnd(
          contentHash: result.contentHash, size: result.byteCount, format: result.about, preset: result.preset,
          encoding: result.encoding.rawValue, reading: reading, finishedAt: now()))
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
  /// The counts of a file that the database has already: every turn of it is there.
  fileprivate var seenAgain: FileCounts {
    var counts = self
    (counts.stored, counts.updated, counts.duplicates, counts.isSeenAgain) = (0, 0, read - rejected, true)
    return counts
  }

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
