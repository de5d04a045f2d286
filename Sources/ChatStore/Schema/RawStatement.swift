internal import GRDB
internal import GRDBSQLite

/// A value of a column.
enum StoredValue {
  case number(Int64?), text(String?)

  static func flag(_ value: Bool) -> Self { .number(value ? 1 : 0) }
}

/// A prepared statement of GRDB used through SQLite itself: fast, and exact for texts that hold a NUL.
///
/// Parameters are numbered from 1, columns from 0, as in SQLite. Only to be used where GRDB lends the database.
@safe struct RawStatement {
  /// Keeps the statement alive.
  private let owner: Statement
  private let statement: OpaquePointer

  init(_ db: Database, _ sql: String) throws {
    owner = try db.makeStatement(sql: sql)
    unsafe statement = owner.sqliteStatement
  }

  func bind(_ index: Int32, _ value: Int64?) {
    if let value {
      _ = unsafe sqlite3_bind_int64(statement, index, value)
    } else {
      _ = unsafe sqlite3_bind_null(statement, index)
    }
  }

  func bind(_ values: [Int64?]) {
    for (index, value) in values.enumerated() { bind(Int32(index + 1), value) }
  }

  /// Gives a parameter a value; SQLite keeps a copy of a text.
  func bind(_ index: Int32, _ value: StoredValue) {
    switch value {
    case .number(let number): bind(index, number)
    case .text(nil): bind(index, nil)
    case .text(let text?):
      // SQLITE_TRANSIENT is -1 made a pointer, which Swift does not import.
      let copy = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      unsafe text.utf8.span.withUnsafeBufferPointer { unsafe bind(index, $0, copy) }
    }
  }

  /// Lends UTF-8 text to a parameter while `body` runs.
  func withText<T>(_ index: Int32, _ text: Span<UInt8>, _ body: () throws -> T) rethrows -> T {
    try unsafe text.withUnsafeBufferPointer { buffer in
      unsafe bind(index, buffer, nil)
      return try body()
    }
  }

  private func bind(_ index: Int32, _ text: UnsafeBufferPointer<UInt8>, _ destructor: sqlite3_destructor_type?) {
    if let address = unsafe UnsafeRawPointer(text.baseAddress), text.count > 0 {
      let chars = unsafe address.assumingMemoryBound(to: CChar.self)
      _ = unsafe sqlite3_bind_text64(statement, index, chars, UInt64(text.count), destructor, UInt8(SQLITE_UTF8))
    } else {
      _ = unsafe sqlite3_bind_text64(statement, index, "", 0, nil, UInt8(SQLITE_UTF8))
    }
  }

  /// Lends bytes to a parameter while `body` runs; none are NULL.
  func withBlob<T>(_ index: Int32, _ bytes: Span<UInt8>, _ body: () throws -> T) rethrows -> T {
    try unsafe bytes.withUnsafeBufferPointer { buffer in
      _ = unsafe sqlite3_bind_blob(statement, index, buffer.baseAddress, Int32(buffer.count), nil)
      return try body()
    }
  }

  /// Goes to the next row; false at the end.
  func step() throws -> Bool {
    let result = unsafe sqlite3_step(statement)
    if result == SQLITE_ROW { return true }
    let reset = unsafe sqlite3_reset(statement)
    guard result == SQLITE_DONE, reset == SQLITE_OK else {
      let connection = unsafe sqlite3_db_handle(statement)
      let message = unsafe String(cString: sqlite3_errmsg(connection))
      throw DatabaseError(resultCode: ResultCode(rawValue: result & 0xFF), message: message)
    }
    return false
  }

  /// Runs a statement that gives no rows, or whose rows nobody wants.
  func run() throws { while try step() {} }

  func reset() { _ = unsafe sqlite3_reset(statement) }

  func int(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(statement, column) }

  func optionalInt(_ column: Int32) -> Int64? { isNull(column) ? nil : int(column) }

  /// Lends the bytes of a text or blob of the current row.
  func withBytes<T>(_ column: Int32, _ body: (Span<UInt8>) throws -> T) rethrows -> T {
    let address = unsafe sqlite3_column_blob(statement, column)?.assumingMemoryBound(to: UInt8.self)
    let count = unsafe Int(sqlite3_column_bytes(statement, column))
    return try unsafe body(UnsafeBufferPointer(start: address, count: address == nil ? 0 : count).span)
  }

  func string(_ column: Int32) -> String { withBytes(column) { String(copying: $0) } }

  func optionalString(_ column: Int32) -> String? { isNull(column) ? nil : string(column) }

  private func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(statement, column) == SQLITE_NULL }
}

extension String {
  /// A copy of UTF-8 bytes; invalid ones become U+FFFD.
  init(copying bytes: Span<UInt8>) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
