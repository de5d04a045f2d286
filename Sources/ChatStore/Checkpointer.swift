internal import Dispatch
internal import GRDB

/// Moves what was committed from the write-ahead log into the database file, beside whatever else is done.
///
/// What is committed is on the disk; only the log is long, and what comes next need not wait until it is moved.
final class Checkpointer: Sendable {
  private let path: String
  private let queue = DispatchQueue(label: "duxin.checkpoint")

  init(path: String) { self.path = path }

  /// Begins to move what is in the log now.
  func begin() {
    queue.async { [path] in
      var configuration = Configuration()
      configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
      // What cannot be moved now is moved after a later commit, or by whoever closes the database last.
      let database = try? DatabaseQueue(path: path, configuration: configuration)
      try? database?.inDatabase { db in try db.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
    }
  }

  /// Waits until that is done.
  func wait() { queue.sync {} }
}
