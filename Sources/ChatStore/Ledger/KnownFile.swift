internal import ChatModel
internal import GRDB

extension KnownFile {
  init(row: Row) {
    var counts = FileCounts()
    (counts.read, counts.stored, counts.duplicates) = (row["read"], row["stored"], row["duplicates"])
    (counts.updated, counts.rejected, counts.warnings) = (row["updated"], row["rejected"], row["warnings"])
    counts.isSeenAgain = row["same_as"] as Int64? != nil
    let finished = Timestamp(microseconds: row["finished"])
    self.init(id: row["id"], path: row["path"], reading: row["reading"], finishedAt: finished, counts: counts)
  }
}
