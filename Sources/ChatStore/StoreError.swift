internal import Foundation
internal import GRDB

/// What stops the work with a database; never holds text of a customer.
public struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A stable kebab-case name, such as `disk-full`.
  public var code: String
  /// The database as the user named it.
  public var path: String
  /// One sentence: what went wrong, and what to do.
  public var message: String

  public init(code: String, path: String, message: String) {
    (self.code, self.path, self.message) = (code, path, message)
  }

  /// `path: message [code]`.
  public var description: String { "\(path): \(message) [\(code)]" }
}

extension StoreError {
  /// The error behind a primary result code of SQLite, <https://www.sqlite.org/rescode.html>.
  static func sqlite(_ result: Int32, _ detail: String, path: String) -> StoreError {
    let (code, message) =
      switch ResultCode(rawValue: result) {
      case .SQLITE_FULL: ("disk-full", "the disk is full; free some space and run again, the last file was not kept")
      case .SQLITE_BUSY, .SQLITE_LOCKED:
        ("database-locked", "database is locked: another program is writing to it; wait for it to end and run again")
      case .SQLITE_READONLY, .SQLITE_PERM:
        ("not-writable", "the database cannot be written; check the permissions of the file and of its folder")
      case .SQLITE_CANTOPEN:
        ("cannot-open", "the database cannot be opened; check that its folder exists and that you may write there")
      case .SQLITE_NOTADB: ("not-a-database", "is not an SQLite database; name another file with --db")
      case .SQLITE_CORRUPT:
        ("damaged", "the database is damaged (\(detail)); restore it from a copy, or ingest the exports into a new one")
      case .SQLITE_IOERR:
        (
          "io-error",
          "reading or writing the database failed (\(detail)); check the disk, its space and ulimit -f, then run again"
        )
      case .SQLITE_NOMEM: ("out-of-memory", "there is not enough memory; close other programs and run again")
      default: ("sqlite-\(result)", "SQLite reports: \(detail)")
      }
    return StoreError(code: code, path: path, message: message)
  }

  /// Runs `body` and turns what GRDB throws into a ``StoreError``.
  static func mapping<T>(_ path: String, _ body: () throws -> T) throws(StoreError) -> T {
    do { return try body() } catch let error as StoreError { throw error } catch let error as DatabaseError {
      throw sqlite(error.resultCode.rawValue, error.message ?? "no detail", path: path)
    } catch { throw StoreError(code: "store-failed", path: path, message: "\(type(of: error)) stopped the work") }
  }
}
