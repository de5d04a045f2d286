internal import ChatModel
internal import Foundation
internal import GRDB

/// The zone that a database shows times in: its name in `meta`, its offsets in `zone_offset`.
enum ZoneTable {
  /// Stores the zone of the first run; a later run changes nothing.
  ///
  /// - Throws: ``StoreError`` `unknown-zone`.
  static func set(_ name: String, in db: Database, path: String) throws {
    guard try self.name(in: db) == nil else { return }
    guard let zone = TimeZone(identifier: name) else {
      throw StoreError(code: "unknown-zone", path: path, message: "there is no time zone \(name); try Asia/Shanghai")
    }
    try db.execute(sql: "INSERT INTO meta VALUES ('zone', ?)", arguments: [name])
    try db.execute(sql: "DELETE FROM zone_offset")
    // Offsets from 1970 to 2100; the first holds for all time before.
    var moment = Date(timeIntervalSince1970: 0)
    let end = Date(timeIntervalSince1970: 4_102_444_800)
    var since = Int64.min
    while true {
      let seconds = zone.secondsFromGMT(for: moment)
      // "1970-01-01T00:00:00" is 19 characters; behind it stands the offset.
      let suffix = String(Timestamp(seconds: 0).rfc3339(offset: seconds).dropFirst(19))
      try db.execute(
        sql: "INSERT OR REPLACE INTO zone_offset VALUES (?, ?, ?)", arguments: [since, seconds, suffix])
      guard let change = zone.nextDaylightSavingTimeTransition(after: moment), change > moment, change < end else {
        return
      }
      moment = change
      since = Int64(change.timeIntervalSince1970) * 1_000_000
    }
  }

  /// The name of the zone, or nil before the first run.
  static func name(in db: Database) throws -> String? {
    try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'zone'")
  }
}
