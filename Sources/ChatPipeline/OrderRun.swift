public import ChatModel
import ChatPrivacy
import ChatReading
public import ChatStore

/// Exports of orders into the database: read as chats are, their ids masked as those of chats, so that they still match.
public struct OrderRun {
  private let store: Store
  private let options: AnalysisOptions
  private let run: Int64
  private let now: () -> Timestamp

  /// - Parameters:
  ///   - options: with ``Preset/orders`` as the preset of the reading.
  ///   - run: the row that ``Store/beginRun(_:)`` gave.
  ///   - now: the clock of the ledger.
  public init(store: Store, options: AnalysisOptions, run: Int64, now: @escaping () -> Timestamp) {
    (self.store, self.options, self.run, self.now) = (store, options, run, now)
  }

  /// Reads one export of orders into the database, in one transaction.
  ///
  /// - Parameter tell: receives what was wrong with it, with the number of orders that were read beside.
  /// - Returns: what became of its records: read = stored + duplicates + rejected.
  /// - Throws: ``ReadError``, ``StoreError``; then nothing of the file was kept.
  public func ingest(_ path: String, tell: (_ problems: [Problem], _ orders: Int) throws -> Void) throws -> FileCounts {
    let start = FileStart(
      run: run, path: path, fileHash: try FileDigest.sha256(path, watch: options.watch), startedAt: now())
    let text = try TextFile(path: path, encoding: options.encoding, watch: options.watch)
    var reader = try ExportReader(text, path: path, options: options.reading)
    var orders: [Order] = []
    var known: Set<String> = []
    var (read, rejected) = (0, 0)
    while let chunk = try reader.nextChunk() {
      var batch = reader.parser.parse(chunk)
      let found = take(&batch, of: path, &known)
      read += batch.read
      rejected += batch.rejected
      orders += found
      try tell(reader.takeProblems() + batch.problems, found.count)
    }
    try tell(reader.takeProblems(), 0)
    return try store.storeOrders(
      orders, of: start,
      FileEnd(
        contentHash: text.contentHash, size: text.size, format: reader.about, preset: reader.preset.name,
        encoding: text.encoding.rawValue, isComplete: text.isComplete, finishedAt: now()),
      read: read, rejected: rejected)
  }

  /// The orders of a batch; what is none becomes a problem of it.
  ///
  /// - Parameter known: orders of the file with an amount. Where an export tells it in the first line of an order alone,
  ///   the further lines name its other products.
  private func take(_ batch: inout TurnBatch, of path: String, _ known: inout Set<String>) -> [Order] {
    let times = TimestampParser(options.reading.clock)
    func text(_ range: ByteRange) -> String? { range.isEmpty ? nil : batch.string(range) }
    var orders: [Order] = []
    var isKept: [Bool] = []
    var faults: [Problem] = []
    for index in batch.turns.indices {
      let turn = batch.turns[index]
      var order = Order(orderID: "")
      order.paid = turn.time
      order.created = text(turn.speakerID).flatMap { times.parse(Array($0.utf8).span) }
      order.refunded = text(turn.messageID).flatMap { times.parse(Array($0.utf8).span) }
      order.amount = text(turn.text).flatMap(Self.hundredths)
      let id = batch.string(turn.orderID)
      let isFurtherLine = turn.text.isEmpty && known.contains(id)
      if order.amount != nil { known.insert(id) }
      if order.amount == nil && !isFurtherLine {
        faults.append(
          Problem(
            code: "bad-amount", severity: .rejected, location: Location(file: path, line: turn.line, byte: turn.byte),
            message: "the amount is missing, or no number such as 129.50"))
      }
      orders.append(order)
      isKept.append(order.amount != nil || isFurtherLine)
      // What is left in the batch is masked next: ids alone.
      (batch.turns[index].text, batch.turns[index].speakerID, batch.turns[index].messageID) = (.none, .none, .none)
    }
    options.redactor?.redact(&batch)
    for index in orders.indices {
      let turn = batch.turns[index]
      orders[index].orderID = batch.string(turn.orderID)
      (orders[index].customerID, orders[index].shop) = (text(turn.customerID), text(turn.shop))
      orders[index].product = text(turn.product)
    }
    for index in batch.problems.indices where batch.problems[index].code == "missing-field" {
      batch.problems[index].message = "the record has no order_id"
    }
    batch.rejected += faults.count
    batch.problems += faults
    return zip(orders, isKept).filter(\.1).map(\.0)
  }

  /// An amount of money in hundredths: `129.5`, `1,299.00`, `¥129`, `129元`.
  static func hundredths(_ text: String) -> Int64? {
    let kept = text.filter { !"¥￥$€£元, ".contains($0) }
    let parts = kept.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), kept.utf8.count <= 15,
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), let whole = Int64(parts[0])
    else { return nil }
    let fraction = parts.count == 2 ? parts[1] + "00" : "00"
    guard let cents = Int64(fraction.prefix(2)) else { return nil }
    let isUp = fraction.dropFirst(2).first.map { $0 >= "5" } ?? false
    return whole * 100 + cents + (isUp ? 1 : 0)
  }
}
