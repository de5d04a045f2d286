public import ChatModel

/// From inquiry to order (询单转化): how many inquiries were followed by a payment, and what it was worth.
public struct Conversion: Mergeable, Hashable, Sendable, Codable {
  /// The name of the group of all inquiries.
  public static let all = "all"
  private static let day: Int64 = 86_400_000_000

  /// Conversations with a wish to buy, a customer and a time; those of them after whose beginning the customer paid an
  /// order within one day and within four.
  public var inquiries = 0, paidWithin1 = 0, paidWithin4 = 0
  /// Orders that belong to these conversations (see ``Order/conversationID``), those refunded later, and what was paid
  /// for them in hundredths of the currency.
  public var orders = 0, refunded = 0, amount: Int64 = 0

  public init() {}

  /// What an order is worth on average, in the currency (客单价); nil without orders.
  public var meanAmount: Double? { orders > 0 ? Double(amount) / 100 / Double(orders) : nil }

  public mutating func merge(_ other: Self) {
    inquiries += other.inquiries
    paidWithin1 += other.paidWithin1
    paidWithin4 += other.paidWithin4
    orders += other.orders
    refunded += other.refunded
    amount += other.amount
  }

  /// Adds an inquiry to its groups; a conversation that is none changes nothing.
  static func add(_ facts: ConversationFacts, _ orders: [Order], to groups: inout [String: Conversion]) {
    guard facts.purchase.signal != .none, facts.customerID != nil, let started = facts.started else { return }
    var conversion = Conversion()
    conversion.inquiries = 1
    let waits = orders.compactMap { $0.paid.map { $0.microseconds - started.microseconds } }.filter { $0 >= 0 }
    if waits.contains(where: { $0 <= day }) { conversion.paidWithin1 = 1 }
    if waits.contains(where: { $0 <= 4 * day }) { conversion.paidWithin4 = 1 }
    for order in orders where order.conversationID == facts.conversationID {
      conversion.orders += 1
      conversion.amount += order.amount ?? 0
      if order.refunded != nil { conversion.refunded += 1 }
    }
    let stage = ServiceStage.allCases.last { facts.stages[$0] > 0 } ?? .none
    for group in [
      all, "signal.\(facts.purchase.signal.name)", "price.\(facts.price.name)", "stage.\(stage.name)",
    ] {
      groups[group, default: Conversion()].merge(conversion)
    }
  }
}
