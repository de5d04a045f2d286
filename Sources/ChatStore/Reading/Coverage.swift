public import ChatModel
internal import GRDB

/// What a database holds, in time.
public struct StoreExtent: Sendable, Equatable {
  /// The first and the last time of a turn.
  public var first, last: Timestamp?
  public var datedConversations = 0, undatedConversations = 0
  public var turns = 0
  /// Turns of customers.
  public var customerTurns = 0
}

/// What became of the records of the files that touch a period.
public struct StoreCoverage: Sendable, Equatable {
  /// Files that were read, but for those seen again.
  public var files = 0
  /// Sums over these files: ``read`` = ``stored`` + ``duplicates`` + ``rejected``.
  public var read = 0, stored = 0, duplicates = 0, updated = 0, rejected = 0, warnings = 0
  /// Rejected records by the code of the problem.
  public var rejectedByCode: [String: Int] = [:]
  /// Warnings by the code of the problem.
  public var warningsByCode: [String: Int] = [:]
}

extension Store {
  /// What the database holds, in time.
  public func extent() throws(StoreError) -> StoreExtent {
    try inDatabase { db in
      let sql = """
        SELECT min(started) AS first, max(ended) AS last, count(started) AS dated, count(*) - count(started) AS undated,
          coalesce(sum(turns), 0) AS turns, coalesce(sum(customer_turns), 0) AS customer_turns FROM conversation
        """
      var extent = StoreExtent()
      guard let row = try Row.fetchOne(db, sql: sql) else { return extent }
      extent.first = (row["first"] as Int64?).map(Timestamp.init(microseconds:))
      extent.last = (row["last"] as Int64?).map(Timestamp.init(microseconds:))
      (extent.datedConversations, extent.undatedConversations) = (row["dated"], row["undated"])
      (extent.turns, extent.customerTurns) = (row["turns"], row["customer_turns"])
      return extent
    }
  }

  /// What became of the records of the files that touch a period; files seen again are left out.
  ///
  /// - Parameter range: files with a turn's time in it (between their first and last); nil: files without any time.
  public func coverage(in range: Range<Timestamp>?) throws(StoreError) -> StoreCoverage {
    try inDatabase { db in
      let files = """
        status IN ('stored', 'incomplete') AND CASE WHEN ?1 IS NULL THEN first_time IS NULL ELSE first_time < ?2 AND last_time >= ?1 END
        """
      let bounds: StatementArguments = [range?.lowerBound.microseconds, range?.upperBound.microseconds]
      var coverage = StoreCoverage()
      let sums = """
        SELECT count(*) AS files, \(["read", "stored", "duplicates", "updated", "rejected", "warnings"]
          .map { "coalesce(sum(\($0)), 0) AS \($0)" }.joined(separator: ", ")) FROM file WHERE \(files)
        """
      if let row = try Row.fetchOne(db, sql: sums, arguments: bounds) {
        (coverage.files, coverage.read, coverage.stored) = (row["files"], row["read"], row["stored"])
        (coverage.duplicates, coverage.updated) = (row["duplicates"], row["updated"])
        (coverage.rejected, coverage.warnings) = (row["rejected"], row["warnings"])
      }
      let codes = """
        SELECT severity, code, sum(count) AS count FROM problem_count
        WHERE file IN (SELECT id FROM file WHERE \(files)) GROUP BY severity, code
        """
      for row in try Row.fetchAll(db, sql: codes, arguments: bounds) {
        if row["severity"] == Problem.Severity.rejected.rawValue {
          coverage.rejectedByCode[row["code"]] = row["count"]
        } else {
          coverage.warningsByCode[row["code"]] = row["count"]
        }
      }
      return coverage
    }
  }
}
