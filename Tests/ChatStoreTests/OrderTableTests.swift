import ChatModel
import ChatStore
import Testing

@Suite struct OrderTableTests {
  private static func order(
    _ id: String, _ customer: String?, paid: Int64?, _ amount: Int64? = 100, refunded: Int64? = nil,
    product: String? = nil
  ) -> Order {
    var order = Order(orderID: id)
    (order.customerID, order.amount) = (customer, amount)
    order.product = product
    order.paid = paid.map(Timestamp.init(seconds:))
    order.refunded = refunded.map(Timestamp.init(seconds:))
    return order
  }

  private static func store(_ orders: [Order], in scratch: Scratch, rejected: Int = 0) throws -> FileCounts {
    let file = FileStart(run: 1, path: "orders.csv", startedAt: Timestamp(seconds: 1))
    return try scratch.store.storeOrders(
      orders, of: file, scratch.end([1]), read: orders.count + rejected, rejected: rejected)
  }

  @Test func anOrderToldAgainIsBroughtUpToDate() throws {
    let scratch = try Scratch()
    let first = try Self.store([Self.order("1", "u1", paid: nil), Self.order("2", "u1", paid: 50)], in: scratch)
    #expect([first.read, first.stored, first.duplicates, first.updated, first.rejected] == [2, 2, 0, 0, 0])
    let second = try Self.store(
      [Self.order("1", "u1", paid: 60), Self.order("2", "u1", paid: 50), Self.order("3", "u2", paid: 70)], in: scratch,
      rejected: 2)
    #expect([second.read, second.stored, second.duplicates, second.updated, second.rejected] == [5, 1, 2, 1, 2])
    #expect(try scratch.rows("SELECT order_id, customer_id, amount FROM v_order WHERE paid IS NOT NULL").count == 3)
    // A file that tells of the refund alone takes nothing else away.
    _ = try Self.store([Self.order("1", nil, paid: nil, refunded: 90)], in: scratch)
    #expect(try scratch.rows("SELECT customer_id FROM v_order WHERE order_id = '1' AND paid < refunded") == ["u1"])
    #expect(
      try scratch.rows("SELECT status, read, stored FROM file ORDER BY id") == [
        "orders|2|2", "orders|5|1", "orders|1|0",
      ])
  }

  /// Amounts in hundredths: by hand.
  @Test func anOrderOfSeveralProductsHasARowForEach() throws {
    let scratch = try Scratch()
    let rows = { try scratch.rows("SELECT order_id, product, amount, refunded IS NOT NULL FROM v_order ORDER BY 1, 2") }
    let lines = [
      Self.order("1", "u1", paid: 50, 12_900, product: "壶"), Self.order("1", "u1", paid: 50, 2_000, product: "杯"),
      Self.order("2", "u1", paid: 60, 500),
    ]
    let first = try Self.store(lines, in: scratch)
    #expect([first.stored, first.duplicates] == [3, 0])
    #expect(try rows() == ["1|壶|129.0|0", "1|杯|20.0|0", "2|NULL|5.0|0"])
    let again = try Self.store(lines, in: scratch)
    #expect([again.stored, again.duplicates, again.updated] == [0, 3, 0])
    let orders = try scratch.store.orders(paidIn: Timestamp(seconds: 0)..<Timestamp(seconds: 100))
    #expect(orders["u1"]?.map(\.amount) == [14_900, 500], "an order is one, with all its lines")
    // Without a product a record speaks of the whole order; with one it names what was unnamed.
    let later = try Self.store(
      [
        Self.order("1", nil, paid: nil, 14_900, refunded: 90), Self.order("2", "u1", paid: 60, 600, product: "盖"),
      ], in: scratch)
    #expect([later.stored, later.duplicates, later.updated] == [0, 2, 2])
    #expect(try rows() == ["1|壶|129.0|1", "1|杯|20.0|1", "2|盖|6.0|0"])
  }

  /// An order belongs to the last conversation that began at most four days before it was paid.
  @Test func anOrderBelongsToTheLastInquiry() throws {
    let scratch = try Scratch()
    #expect(try !scratch.store.hasOrders())
    let day = 86_400
    try scratch.ingest([
      Said("a", id: "early", at: Double(day), customer: "u1"),
      Said("b", id: "late", at: Double(2 * day), customer: "u1"),
    ])
    let paid = { (at: Int) in Int64(at) }
    _ = try Self.store(
      [
        Self.order("before", "u1", paid: paid(day / 2)), Self.order("between", "u1", paid: paid(day + 10)),
        Self.order("after", "u1", paid: paid(3 * day)), Self.order("at the limit", "u1", paid: paid(6 * day)),
        Self.order("too late", "u1", paid: paid(6 * day + 1)), Self.order("a stranger", "u9", paid: paid(3 * day)),
        Self.order("nobody", nil, paid: paid(3 * day)),
      ], in: scratch)
    let orders = try scratch.store.orders(paidIn: Timestamp(seconds: 0)..<Timestamp(seconds: Int64(9 * day)))
    #expect(
      orders["u1"]?.map { "\($0.orderID): \($0.conversationID ?? "-")" } == [
        "before: -", "between: early", "after: late", "at the limit: late", "too late: -",
      ])
    #expect(orders["u9"]?.first?.conversationID == nil)
    #expect(orders.values.joined().count == 6, "an order of nobody is not joined")
    #expect(try scratch.store.hasOrders())
    #expect(
      try scratch.rows("SELECT conversation_id FROM v_order WHERE order_id = 'after'") == ["late"])
  }
}
