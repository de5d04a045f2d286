public import ChatModel
internal import Foundation
internal import GRDB

extension Store {
  /// Stores the orders of one file in one transaction, with its line in the ledger.
  ///
  /// An order of several products has a row for each, told apart by product; so the same order told again is the same
  /// rows. What is known already gets what the file says of it now, and keeps what the file does not say; so a later
  /// export tells of payments and refunds. A record without a product speaks of the whole order.
  /// - Parameters:
  ///   - read, rejected: records met, and those that were no order.
  /// - Returns: what became of the records: read = stored + duplicates + rejected.
  public func storeOrders(
    _ orders: [Order], of file: FileStart, _ end: FileEnd, read: Int, rejected: Int
  ) throws(StoreError) -> FileCounts {
    try write { db in
      var counts = FileCounts()
      (counts.read, counts.rejected) = (read, rejected)
      for order in orders { try store(order, counting: &counts, db) }
      try db.execute(
        sql: """
          INSERT INTO file(run, path, file_hash, content_hash, size, format, preset, encoding, reading, started,
            finished, status, read, stored, duplicates, updated, rejected)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'orders', ?, ?, ?, ?, ?)
          """,
        arguments: [
          file.run, file.path, file.fileHash.map { Data($0) }, Data(end.contentHash), end.size, end.format, end.preset,
          end.encoding, end.reading, file.startedAt.microseconds, end.finishedAt.microseconds, counts.read,
          counts.stored, counts.duplicates, counts.updated, counts.rejected,
        ])
      return counts
    }
  }

  private func store(_ order: Order, counting counts: inout FileCounts, _ db: Database) throws {
    let rows = try Row.fetchAll(
      db, sql: "SELECT product, amount, shop, customer, created, paid, refunded FROM shop_order WHERE order_id = ?",
      arguments: [order.orderID])
    let product = order.product == nil ? 0.databaseValue : try name(order.product, db)
    // One line is whole; of several, the amount of the whole order says nothing about each.
    let (isWhole, unnamed) = (order.product == nil, 0.databaseValue)
    let told = rows.filter { isWhole || $0["product"] == product }
    let known = told.isEmpty ? rows.filter { $0["product"] == unnamed } : told
    let amount = isWhole && known.count > 1 ? DatabaseValue.null : order.amount.databaseValue
    let values =
      [amount, try name(order.shop, db), try name(order.customerID, db)]
      + [order.created, order.paid, order.refunded].map { $0?.microseconds.databaseValue ?? .null }
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO shop_order(order_id, product, amount, shop, customer, created, paid, refunded)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    guard !known.isEmpty else {
      counts.stored += 1
      return try insert.execute(arguments: StatementArguments([order.orderID.databaseValue, product] + values))
    }
    counts.duplicates += 1
    var isChanged = false
    for row in known {
      let old = Array(row.databaseValues)
      let new = [isWhole ? old[0] : product] + zip(values, old.dropFirst()).map { $0.isNull ? $1 : $0 }
      if old == new { continue }
      isChanged = true
      try db.execute(
        sql: "DELETE FROM shop_order WHERE order_id = ? AND product = ?", arguments: [order.orderID, old[0]])
      try insert.execute(arguments: StatementArguments([order.orderID.databaseValue] + new))
    }
    if isChanged { counts.updated += 1 }
  }

  /// Whether any orders are known.
  public func hasOrders() throws(StoreError) -> Bool {
    try inDatabase { db in try Bool.fetchOne(db, sql: "SELECT EXISTS(SELECT 1 FROM shop_order)") ?? false }
  }

  /// The paid orders of customers, by customer, each with all its lines and the conversation it belongs to.
  ///
  /// - Parameter range: of the payments.
  public func orders(paidIn range: Range<Timestamp>) throws(StoreError) -> [String: [Order]] {
    try inDatabase { db in
      let sql = """
        SELECT o.order_id, (SELECT text FROM name WHERE id = o.customer) AS customer,
          (SELECT text FROM name WHERE id = o.shop) AS shop, (SELECT text FROM name WHERE id = o.product) AS product,
          o.amount, o.created, o.paid, o.refunded,
          (SELECT c.conversation_id FROM conversation c WHERE c.customer = o.customer AND c.started <= o.paid
             AND c.started >= o.paid - 345600000000 ORDER BY c.started DESC, c.id DESC LIMIT 1) AS conversation
        FROM (
          SELECT order_id, customer, min(shop) AS shop, min(product) AS product, sum(amount) AS amount,
            min(created) AS created, min(paid) AS paid, min(refunded) AS refunded
          FROM shop_order WHERE paid >= ? AND paid < ? AND customer IS NOT NULL GROUP BY order_id, customer
        ) o ORDER BY o.paid, o.order_id
        """
      let bounds: StatementArguments = [range.lowerBound.microseconds, range.upperBound.microseconds]
      var orders: [String: [Order]] = [:]
      for row in try Row.fetchAll(db, sql: sql, arguments: bounds) {
        var order = Order(orderID: row["order_id"])
        let customer: String = row["customer"]
        (order.customerID, order.shop, order.product) = (customer, row["shop"], row["product"])
        (order.amount, order.conversationID) = (row["amount"], row["conversation"])
        order.created = (row["created"] as Int64?).map(Timestamp.init(microseconds:))
        order.paid = (row["paid"] as Int64?).map(Timestamp.init(microseconds:))
        order.refunded = (row["refunded"] as Int64?).map(Timestamp.init(microseconds:))
        orders[customer, default: []].append(order)
      }
      return orders
    }
  }

  /// The row of a name, made where it is new.
  private func name(_ text: String?, _ db: Database) throws -> DatabaseValue {
    guard let text else { return .null }
    try db.execute(sql: "INSERT OR IGNORE INTO name(text) VALUES (?)", arguments: [text])
    return try DatabaseValue.fetchOne(db, sql: "SELECT id FROM name WHERE text = ?", arguments: [text]) ?? .null
  }
}
