public import ChatModel
internal import Foundation
internal import GRDB
internal import Glibc

/// The database of duxin: conversations, turns with their tags, and the ledger of runs and files.
///
/// One writer at a time. Text that reaches the store is masked already. Calls from several threads wait for each other;
/// while a file is open (``FileIngest``) only its own thread may call.
public final class Store: Sendable {
  /// What a store is opened for.
  public enum Access: Sendable {
    case readWrite, readOnly
  }

  /// How long a locked database is waited for, in seconds, unless the caller says otherwise.
  public static let lockTimeout = 30.0

  /// The path of a store that is kept in memory, and gone with the object.
  public static let inMemory = ":memory:"

  /// The file as the user named it.
  public let path: String
  /// Whether the file's mode lets other users read it; a new file is 0600.
  public let isReadableByOthers: Bool
  /// Whether the file was there and held no byte: what was in it is gone, or the run that made it was killed.
  public let wasEmpty: Bool
  private let queue: DatabaseQueue
  private let checkpointer: Checkpointer

  /// Opens a database; with ``Access/readWrite`` makes it when it is not there, and brings an old one up to date.
  ///
  /// - Throws: ``StoreError``: `not-found`, `cannot-open`, `not-writable`, `not-a-database`, `not-duxin`,
  ///   `newer-version`, `old-version` (read-only), `database-locked`, `damaged`, `disk-full`.
  public init(path: String, access: Access = .readWrite, lockTimeout: Double = lockTimeout) throws(StoreError) {
    self.path = path
    checkpointer = Checkpointer(path: path)
    let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
    wasEmpty = size == 0
    try Self.prepareFile(path, access)
    let mode = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int
    isReadableByOthers = (mode ?? 0) & 0o077 != 0
    queue = try StoreError.mapping(path) {
      var configuration = Configuration()
      configuration.readonly = access == .readOnly
      configuration.busyMode = .timeout(lockTimeout)
      configuration.allowsUnsafeTransactions = true
      configuration.prepareDatabase { db in
        try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY")
        // What is only read is read in order, and stands in the system's cache besides.
        if access == .readWrite { try db.execute(sql: "PRAGMA cache_size = -24576; \(Self.checkpoints)") }
      }
      return try DatabaseQueue(path: path, configuration: configuration)
    }
    try inDatabase { db in try Self.check(db, access, path) }
    guard access == .readWrite else { return }
    // A write-ahead log while we write: analysts read meanwhile, and a commit is one fsync.
    try inDatabase { db in try db.execute(sql: "PRAGMA journal_mode = WAL") }
    guard try !inDatabase({ db in try Schema.migrator.hasCompletedMigrations(db) && Schema.hasAllLabels(db) }) else {
      return
    }
    try StoreError.mapping(path) { try Schema.migrator.migrate(queue) }
    try write { db in try Schema.addLabels(db) }
  }

  /// A commit that leaves 32 MiB in the log moves them into the file.
  private static let checkpoints = "PRAGMA wal_autocheckpoint = 8192"

  /// Moves all into the one file, which then can be copied, and read where nothing can be written.
  ///
  /// While another program has the database open, it stays with its `-wal` and `-shm` beside it.
  public func close() {
    checkpointer.wait()
    // All commits are on the disk already: what fails here is done by whoever closes the database last.
    try? queue.inDatabase { db in try db.execute(sql: "PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE") }
    try? queue.close()
  }

  // MARK: The ledger

  /// Notes that a run begins, and gives the database its zone when this is the first.
  ///
  /// - Returns: the row of `run`.
  public func beginRun(_ start: RunStart) throws(StoreError) -> Int64 {
    try write { db in
      try ZoneTable.set(start.zone, in: db, path: path)
      let tagger = try Self.tagger(start.version, in: db)
      try db.execute(
        sql: """
          INSERT INTO run(command, started, status, tagger, is_redacted, zone, duxin_version)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          start.command, start.startedAt.microseconds, RunStatus.running.rawValue, tagger, start.isRedacted,
          start.zone, start.duxinVersion,
        ])
      return db.lastInsertedRowID
    }
  }

  /// Notes how a run ended.
  public func finishRun(_ id: Int64, at time: Timestamp, status: RunStatus) throws(StoreError) {
    try write { db in
      try db.execute(
        sql: "UPDATE run SET finished = ?, status = ? WHERE id = ?",
        arguments: [time.microseconds, status.rawValue, id])
    }
  }

  /// The file that was stored last with these bytes on disk (SHA-256), or nil.
  ///
  /// One that was read in part, or held no record, is not known: it is read again, and told again.
  /// Its ``KnownFile/reading`` says whether it was read the way it would be now.
  public func knownFile(fileHash: [UInt8]) throws(StoreError) -> KnownFile? {
    try inDatabase { db in
      let sql = """
        SELECT * FROM file WHERE file_hash = ? AND status IN ('stored', 'seen-again') AND read > 0
        ORDER BY id DESC LIMIT 1
        """
      return try Row.fetchOne(db, sql: sql, arguments: [Data(fileHash)]).map(KnownFile.init(row:))
    }
  }

  /// Notes that a file came again whose bytes on disk are known: nothing of it needs to be read.
  ///
  /// - Returns: what became of its records: all are duplicates but those rejected then.
  public func noteSeenAgain(_ file: FileStart, as known: KnownFile) throws(StoreError) -> FileCounts {
    try write { db in try LedgerWriter(db).seenAgain(file, known) }
    var counts = known.counts
    (counts.stored, counts.updated, counts.isSeenAgain) = (0, 0, true)
    counts.duplicates = counts.read - counts.rejected
    return counts
  }

  /// Begins the one transaction that a file is.
  public func beginFile(_ file: FileStart) throws(StoreError) -> FileIngest {
    // Where nothing is left in the log, the file begins it anew.
    checkpointer.wait()
    do {
      return try inDatabase { db in
        try db.beginTransaction(.immediate)
        let id = try LedgerWriter(db).open(file)
        let tagger = try Int64.fetchOne(db, sql: "SELECT tagger FROM run WHERE id = ?", arguments: [file.run])
        guard let tagger else {
          throw StoreError(code: "unknown-run", path: path, message: "there is no run \(file.run)")
        }
        return try FileIngest(store: self, start: file, id: id, tagger: tagger, db: db)
      }
    } catch {
      abandon()
      throw error
    }
  }

  /// The name of the zone that times are shown in; nil before the first run.
  public func zone() throws(StoreError) -> String? { try inDatabase { db in try ZoneTable.name(in: db) } }

  /// What SQLite's integrity check, which reads all of the file, finds wrong with it; empty when it is whole.
  public func damage() throws(StoreError) -> [String] {
    try inDatabase { db in try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" } }
  }

  // MARK: Access to the database

  /// Runs `body` on the connection, inside the open transaction if there is one.
  func inDatabase<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
    try StoreError.mapping(path) { try queue.inDatabase(body) }
  }

  /// Runs `body` in a transaction of its own.
  func write<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
    try inDatabase { db in
      var result: T?
      try db.inTransaction(.immediate) {
        result = try body(db)
        return .commit
      }
      guard let result else { throw StoreError(code: "store-failed", path: path, message: "nothing was written") }
      return result
    }
  }

  /// Commits what may be long, and moves it out of the log beside what comes next.
  func commitLong(_ db: Database) throws {
    try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
    try db.commit()
    try db.execute(sql: Self.checkpoints)
    if path != Self.inMemory { checkpointer.begin() }
  }

  /// Takes back the open transaction, if SQLite has not done so.
  func abandon() {
    // What cannot be rolled back now is rolled back when the file is opened next.
    try? queue.inDatabase { db in if db.isInsideTransaction { try db.rollback() } }
  }

  /// The row of a version of rules and model.
  static func tagger(_ version: TaggerVersion, in db: Database) throws -> Int64 {
    try db.execute(
      sql: "INSERT OR IGNORE INTO tagger(rules, model) VALUES (?, ?)", arguments: [version.rules, version.model])
    let sql = "SELECT id FROM tagger WHERE rules = ? AND model = ?"
    return try Int64.fetchOne(db, sql: sql, arguments: [version.rules, version.model]) ?? 0
  }

  // MARK: Opening

  /// Makes the file with mode 0600, so that SQLite gives its journal the same.
  private static func prepareFile(_ path: String, _ access: Access) throws(StoreError) {
    guard path != inMemory, !FileManager.default.fileExists(atPath: path) else { return }
    guard access == .readWrite else {
      throw StoreError(code: "not-found", path: path, message: "there is no such database; make one with duxin ingest")
    }
    let descriptor = unsafe Glibc.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .sqlite(errno == ENOSPC ? 13 : 14, "", path: path) }
    Glibc.close(descriptor)
  }

  /// Refuses what is no database of ours, or one of a newer version, before anything is written.
  private static func check(_ db: Database, _ access: Access, _ path: String) throws {
    // The list of migrations is made before the first of them, so a run that was killed may have left it alone.
    let others = "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'"
    let isEmpty = try Int.fetchOne(db, sql: others) == 0
    guard try isEmpty || Int.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else {
      let message = "is an SQLite database of another program; name another file with --db"
      throw StoreError(code: "not-duxin", path: path, message: message)
    }
    if try Schema.migrator.hasBeenSuperseded(db) {
      let message = "was made by a newer version of duxin; update duxin, the database was not touched"
      throw StoreError(code: "newer-version", path: path, message: message)
    }
    if try access == .readOnly && !Schema.migrator.hasCompletedMigrations(db) {
      let message = "was made by an older version of duxin; run duxin ingest once to bring it up to date"
      throw StoreError(code: "old-version", path: path, message: message)
    }
  }
}
