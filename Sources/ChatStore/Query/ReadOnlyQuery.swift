public import ChatModel
internal import GRDBSQLite

/// One value of a query's result.
public enum QueryValue: Sendable, Equatable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
}

/// A read-only connection of its own for SQL that people write: no way to change or to leave the database.
///
/// The connection is opened read-only; an authorizer allows to select and nothing else; statements have a deadline, and
/// results a limit of rows. For one thread.
@safe public final class ReadOnlyQuery {
  /// What one statement may cost.
  public struct Limits: Sendable {
    /// Rows that are given at most.
    public var rows = 10_000
    /// Seconds that a statement may run.
    public var seconds = 30.0
    /// Bytes of one value, and of one row, at most.
    public var valueBytes = 32 << 20

    public init() {}
  }

  /// How a statement ended.
  public struct Outcome: Sendable, Equatable {
    public var rows: Int
    /// There were more rows than the limit.
    public var isCut: Bool
  }

  /// Memory that SQLite may use, in bytes, for the whole program while it queries.
  private static let heapLimit: Int64 = 512 << 20

  public let path: String
  private let limits: Limits
  private let connection: OpaquePointer
  private let deadline = Deadline()

  /// Opens a database for reading.
  ///
  /// - Throws: ``StoreError``: `not-found`, `cannot-open`, `not-a-database`, `not-duxin`, `newer-version`,
  ///   `old-version`, `database-locked`.
  public init(path: String, limits: Limits = Limits()) throws(StoreError) {
    // Says in our words what is wrong with the file, before the bare connection meets it.
    _ = try Store(path: path, access: .readOnly).zone()
    (self.path, self.limits) = (path, limits)
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE
    let result = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard result == SQLITE_OK, let opened = unsafe opened else {
      _ = unsafe sqlite3_close_v2(opened)
      throw .sqlite(result, "opening failed", path: path)
    }
    unsafe connection = opened
    _ = unsafe sqlite3_extended_result_codes(opened, 0)
    _ = unsafe sqlite3_busy_timeout(opened, Int32(Store.lockTimeout * 1000))
    for pragma in ["query_only = 1", "trusted_schema = 0", "cell_size_check = 1", "temp_store = MEMORY"] {
      _ = unsafe sqlite3_exec(opened, "PRAGMA \(pragma)", nil, nil, nil)
    }
    for (limit, value) in [
      (SQLITE_LIMIT_LENGTH, Int32(limits.valueBytes)), (SQLITE_LIMIT_SQL_LENGTH, 100_000), (SQLITE_LIMIT_COLUMN, 200),
      (SQLITE_LIMIT_EXPR_DEPTH, 200), (SQLITE_LIMIT_COMPOUND_SELECT, 50), (SQLITE_LIMIT_VDBE_OP, 250_000),
      (SQLITE_LIMIT_FUNCTION_ARG, 16), (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000),
      (SQLITE_LIMIT_VARIABLE_NUMBER, 100), (SQLITE_LIMIT_TRIGGER_DEPTH, 1), (SQLITE_LIMIT_WORKER_THREADS, 0),
    ] { _ = unsafe sqlite3_limit(opened, limit, value) }
    _ = sqlite3_hard_heap_limit64(Self.heapLimit)
    // A first use of json_each declares its columns, which the authorizer would take for a new table.
    _ = unsafe sqlite3_exec(opened, "SELECT 1 FROM json_each('[]')", nil, nil, nil)
    _ = unsafe sqlite3_set_authorizer(opened, queryAuthorizer, nil)
    let watch = unsafe Unmanaged.passUnretained(deadline).toOpaque()
    unsafe sqlite3_progress_handler(opened, 10_000, { unsafe Deadline.isOver($0) }, watch)
  }

  deinit { _ = unsafe sqlite3_close_v2(connection) }

  /// Runs one statement and gives its rows one by one.
  ///
  /// - Parameters:
  ///   - sql: one SELECT, or WITH … SELECT; parameters by name.
  ///   - parameters: by name without the colon; those that the statement has and are not given are NULL.
  ///   - columns: told once, before the first row, also when there is none.
  ///   - row: told for each row.
  /// - Throws: ``StoreError``: `query-refused` (it would do more than read), `query-syntax`, `query-timeout`,
  ///   `query-too-big`, `database-locked`; or what a closure throws.
  @discardableResult
  public func run(
    _ sql: String, parameters: [String: QueryValue] = [:], columns: ([String]) throws -> Void,
    row: ([QueryValue]) throws -> Void
  ) throws -> Outcome {
    deadline.start(seconds: limits.seconds)
    let statement = try unsafe prepare(sql)
    defer { _ = unsafe sqlite3_finalize(statement) }
    try unsafe bind(parameters, to: statement)
    let count = unsafe sqlite3_column_count(statement)
    try columns((0..<count).map { unsafe sqlite3_column_name(statement, $0).map { unsafe String(cString: $0) } ?? "" })
    var outcome = Outcome(rows: 0, isCut: false)
    while true {
      let result = unsafe sqlite3_step(statement)
      if result == SQLITE_DONE { return outcome }
      guard result == SQLITE_ROW else { throw failure(result) }
      guard outcome.rows < limits.rows else {
        outcome.isCut = true
        return outcome
      }
      outcome.rows += 1
      try row((0..<count).map { unsafe Self.value(statement, $0) })
    }
  }

  /// A moment as the views show it: RFC 3339 text in the zone of the database, for `:since` and `:until`.
  public func text(of time: Timestamp) throws -> String {
    var text = ""
    let sql = "SELECT seconds FROM zone_offset WHERE since <= :time ORDER BY since DESC LIMIT 1"
    try run(sql, parameters: ["time": .integer(time.microseconds)], columns: { _ in }) { row in
      if case .integer(let offset)? = row.first { text = time.rfc3339(offset: Int(offset)) }
    }
    return text
  }

  // MARK: Statements

  @unsafe private func prepare(_ sql: String) throws(StoreError) -> OpaquePointer {
    var statement: OpaquePointer?
    var rest = ""
    var bytes = Array(sql.utf8CString)
    let result = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      var tail: UnsafePointer<CChar>?
      let result = unsafe sqlite3_prepare_v3(connection, buffer.baseAddress, -1, 0, &statement, &tail)
      if let tail = unsafe tail { rest = unsafe String(cString: tail) }
      return result
    }
    guard result == SQLITE_OK else { throw failure(result) }
    guard let statement = unsafe statement else { throw error("query-syntax", "there is no statement in this query") }
    var next: OpaquePointer?
    let more = unsafe sqlite3_prepare_v3(connection, rest, -1, 0, &next, nil)
    guard unsafe more == SQLITE_OK && next == nil else {
      _ = unsafe sqlite3_finalize(next)
      _ = unsafe sqlite3_finalize(statement)
      throw error("query-refused", "give one statement at a time")
    }
    guard unsafe sqlite3_stmt_readonly(statement) != 0, unsafe sqlite3_column_count(statement) > 0 else {
      _ = unsafe sqlite3_finalize(statement)
      throw error("query-refused", "only SELECT is allowed here")
    }
    return unsafe statement
  }

  @unsafe private func bind(_ parameters: [String: QueryValue], to statement: OpaquePointer) throws(StoreError) {
    let count = unsafe sqlite3_bind_parameter_count(statement)
    guard count > 0 else { return }
    let copy = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)  // SQLITE_TRANSIENT
    for index in 1...count {
      guard let name = unsafe sqlite3_bind_parameter_name(statement, index) else {
        throw error("query-syntax", "name the parameters of the query: :since instead of ?")
      }
      let key = unsafe String(cString: name).dropFirst()
      switch parameters[String(key)] ?? .null {
      case .null: _ = unsafe sqlite3_bind_null(statement, index)
      case .integer(let value): _ = unsafe sqlite3_bind_int64(statement, index, value)
      case .real(let value): _ = unsafe sqlite3_bind_double(statement, index, value)
      case .text(let text): _ = unsafe sqlite3_bind_text(statement, index, text, Int32(text.utf8.count), copy)
      case .blob(let bytes): _ = unsafe sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count), copy)
      }
    }
  }

  @unsafe private static func value(_ statement: OpaquePointer, _ column: Int32) -> QueryValue {
    let type = unsafe sqlite3_column_type(statement, column)
    switch type {
    case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(statement, column))
    case SQLITE_FLOAT: return .real(unsafe sqlite3_column_double(statement, column))
    case SQLITE_NULL: return .null
    default:
      let address = unsafe sqlite3_column_blob(statement, column)
      let bytes = unsafe UnsafeRawBufferPointer(start: address, count: Int(sqlite3_column_bytes(statement, column)))
      return unsafe type == SQLITE_TEXT ? .text(String(decoding: bytes, as: UTF8.self)) : .blob(Array(bytes))
    }
  }

  private func failure(_ result: Int32) -> StoreError {
    let detail = unsafe String(cString: sqlite3_errmsg(connection))
    return switch result & 0xFF {
    // A temporary table on a read-only connection is told as a changed schema.
    case SQLITE_AUTH, SQLITE_READONLY, SQLITE_SCHEMA:
      error("query-refused", "only SELECT with the usual functions is allowed here (\(detail))")
    case SQLITE_INTERRUPT:
      error("query-timeout", "the query took longer than \(Int(limits.seconds)) s; ask for less, such as fewer days")
    case SQLITE_TOOBIG, SQLITE_NOMEM: error("query-too-big", "a value of the query is too big; ask for less")
    // A misuse that the authorizer found while SQLite resolved a name comes as an error with a text.
    case SQLITE_ERROR where detail.hasPrefix("not authorized") || detail.contains("prohibited"):
      error("query-refused", "only SELECT with the usual functions is allowed here (\(detail))")
    case SQLITE_ERROR: error("query-syntax", detail)
    case let code: .sqlite(code, detail, path: path)
    }
  }

  private func error(_ code: String, _ message: String) -> StoreError {
    StoreError(code: code, path: path, message: message)
  }
}

/// When a statement must have ended; SQLite asks now and then.
private final class Deadline {
  private var end = ContinuousClock.now

  func start(seconds: Double) { end = .now + .seconds(seconds) }

  static func isOver(_ context: UnsafeMutableRawPointer?) -> Int32 {
    guard let context = unsafe context else { return 1 }
    return unsafe Unmanaged<Deadline>.fromOpaque(context).takeUnretainedValue().end < .now ? 1 : 0
  }
}
