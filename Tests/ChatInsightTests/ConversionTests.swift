import ChatInsight
import ChatModel
import Testing

@Suite struct ConversionTests {
  private static let hour: Int64 = 3600

  /// A paid order, hours after the beginning of 2026-11-02 (UTC).
  private static func order(
    _ id: String, paid: Int64, _ amount: Int64, of conversation: String?, refunded: Bool = false
  )
    -> Order
  {
    var order = Order(orderID: id)
    order.paid = Timestamp(seconds: 1_793_577_600 + paid * hour)
    (order.amount, order.conversationID) = (amount, conversation)
    if refunded { order.refunded = order.paid.map { Timestamp(seconds: $0.seconds + 86_400) } }
    return order
  }

  /// Conversations of `truth/purchase-and-returns.txt` with orders laid beside them; all figures by hand.
  @Test func inquiriesAndOrders() {
    // Inquiries with a customer: eleven missed or promised sales of v1 … v10, v16 and v18 (v11 … v15, v17 wish nothing).
    let orders: [String: [Order]] = [
      // Asked at 10:00 on day 0, paid two hours later.
      "v1": [Self.order("1", paid: 12, 19_900, of: "late-and-nobody-there")],
      // Asked at 21:00, paid at 20:00 on the second day after: within four days, not within one.
      "v10": [Self.order("2", paid: 68, 10_000, of: "won-by-a-gift", refunded: true)],
      // Paid five days later, and before the inquiry: neither counts.
      "v16": [Self.order("3", paid: 135, 5_000, of: nil), Self.order("4", paid: 1, 5_000, of: nil)],
      // Not an inquiry: nothing was wished.
      "v12": [Self.order("5", paid: 12, 1_000, of: "a-fault-is-no-wish-to-buy")],
      // Exactly one day after asking counts; two orders of one conversation.
      "v3": [
        Self.order("6", paid: 36, 20_050, of: "thinks-it-over"), Self.order("7", paid: 40, 50, of: "thinks-it-over"),
      ],
    ]
    var summary = Summary()
    for script in purchases {
      summary.add(script.turns, orders: orders[script.turns[0].customerID ?? ""] ?? [])
    }
    let all = summary.conversions[Conversion.all] ?? Conversion()
    #expect(all.inquiries == 12)
    #expect(all.paidWithin1 == 2)
    #expect(all.paidWithin4 == 3)
    #expect(all.orders == 4)
    #expect(all.refunded == 1)
    #expect(all.amount == 50_000)
    #expect(all.meanAmount == 125)
    #expect(summary.conversions["signal.weak"]?.inquiries == 10)
    #expect(summary.conversions["signal.strong"]?.paidWithin4 == 1)
    #expect(summary.conversions["price.high"]?.inquiries == 2, "v10 and v18")
    #expect(summary.conversions["stage.navigator"]?.inquiries == 12)
  }

  @Test func withoutOrdersNothingIsSaid() {
    var summary = Summary()
    for script in purchases { summary.add(script.turns) }
    #expect(summary.conversions.isEmpty)
  }
}
