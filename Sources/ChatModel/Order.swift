/// One order of a shop's order export, beside which chats are laid.
public struct Order: Hashable, Sendable {
  public var orderID: String
  public var customerID: String?
  public var shop: String?
  public var product: String?
  /// What was paid, in hundredths of the currency; nil when the export does not tell.
  public var amount: Int64?
  /// When it was made, paid and refunded; nil when that did not happen, or is not told.
  public var created: Timestamp?
  public var paid: Timestamp?
  public var refunded: Timestamp?
  /// The conversation it belongs to: the customer's last one that began before it was paid, at most four days before.
  ///
  /// Found where conversations are known; nil when there is none.
  public var conversationID: String?

  public init(orderID: String) { self.orderID = orderID }
}
