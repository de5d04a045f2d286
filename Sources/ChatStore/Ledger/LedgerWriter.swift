internal import ChatModel
internal import Foundation
internal import GRDB

/// A kind of problem: its code and what became of the records.
struct ProblemCode: Hashable {
  var code: String
  var severity: Problem.Severity
}

/// Writes the tables `file`, `problem_count` and `reject`.
struct LedgerWriter {
  private let db: Database
  private let reject: Statement

  init(_ db: Database) throws {
    self.db = db
    reject = try db.makeStatement(
      sql: """
        INSERT INTO reject(file, line, byte, column, severity, code, message, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
  }

  /// Adds the row of a file that is being read.
  func open(_ start: FileStart) throws -> Int64 {
    try db.execute(
      sql: "INSERT INTO file(run, path, file_hash, started, status) VALUES (?, ?, ?, ?, 'reading')",
      arguments: [start.run, start.path, start.fileHash.map { Data($0) }, start.startedAt.microseconds])
    return db.lastInsertedRowID
  }

  func add(_ problem: Problem, file: Int64) throws {
    try reject.execute(arguments: [
      file, problem.location.line, problem.location.byte, problem.location.column, problem.severity.rawValue,
      problem.code, problem.message, Data(problem.raw),
    ])
  }

  /// The file that was stored with this content, read the same way.
  func file(content: [UInt8], reading: String) throws -> Int64? {
    try Int64.fetchOne(
      db, sql: "SELECT id FROM file WHERE content_hash = ? AND reading = ? AND status = 'stored' ORDER BY id",
      arguments: [Data(content), reading])
  }

  /// Completes the row of a file that was read to its end; `sameAs` says that nothing of it was new.
  func close(_ ingest: FileIngest, _ end: FileEnd, sameAs: Int64?) throws {
    let counts = ingest.counts
    try db.execute(
      sql: """
        UPDATE file SET content_hash = ?, size = ?, format = ?, preset = ?, encoding = ?, reading = ?, finished = ?,
          status = ?, same_as = ?, read = ?, stored = ?, duplicates = ?, updated = ?, rejected = ?, warnings = ?,
          first_time = ?, last_time = ?
        WHERE id = ?
        """,
      arguments: [
        Data(end.contentHash), end.size, end.format, end.preset, end.encoding, end.reading,
        end.finishedAt.microseconds, sameAs != nil ? "seen-again" : end.isComplete ? "stored" : "incomplete", sameAs,
        counts.read, counts.stored, counts.duplicates, counts.updated, counts.rejected, counts.warnings,
        ingest.firstTime?.microseconds, ingest.lastTime?.microseconds, ingest.id,
      ])
    guard sameAs == nil else { return }
    for (problem, count) in ingest.problemCounts {
      try db.execute(
        sql: "INSERT INTO problem_count VALUES (?, ?, ?, ?)",
        arguments: [ingest.id, problem.code, problem.severity.rawValue, count])
    }
  }

  /// Notes a file whose very bytes were read before, the same way: nothing of it is read again.
  func seenAgain(_ start: FileStart, _ known: KnownFile) throws {
    let id = try open(start)
    try db.execute(
      sql: """
        UPDATE file SET (content_hash, size, format, preset, encoding, reading, warnings, first_time, last_time) =
            (SELECT content_hash, size, format, preset, encoding, reading, warnings, first_time, last_time
             FROM file WHERE id = ?1),
          finished = ?2, status = 'seen-again', same_as = ?1, read = ?3, duplicates = ?4, rejected = ?5
        WHERE id = ?6
        """,
      arguments: [
        known.id, start.startedAt.microseconds, known.counts.read, known.counts.read - known.counts.rejected,
        known.counts.rejected, id,
      ])
  }

  /// Notes a file of which nothing was kept.
  func fail(_ start: FileStart, because reason: String, at time: Timestamp?) throws {
    let id = try open(start)
    try db.execute(
      sql: "UPDATE file SET status = ?, finished = ? WHERE id = ?",
      arguments: ["failed: \(reason)", time?.microseconds, id])
  }
}
