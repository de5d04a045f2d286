import CData
public import ChatModel

extension Preset {
  /// How exports of orders are read, out of `CData/files/orders`: an order takes the places of a turn's fields.
  public static let orders: Preset = {
    var preset = canonical
    if let file = unsafe cdata_orders(0) {
      let bytes = unsafe UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count)
      // A shipped file that does not parse fails the tests.
      if let read = try? Preset(yaml: unsafe String(decoding: bytes, as: UTF8.self), file: "orders.yaml") {
        preset = read
      }
    }
    preset.hasAnyFormat = true
    return preset
  }()
}

/// The fields of an order, and the places they take among the fields of a turn.
public enum OrderField: UInt8, Label {
  case orderID, customerID, shop, product, amount, created, paid, refunded

  public static let names = [
    "order_id", "customer_id", "shop", "product", "amount", "created", "paid", "refunded",
  ]

  /// The fields of a record that this one is read as.
  public var places: [Field] {
    switch self {
    case .orderID: [.conversationID, .orderID]
    case .customerID: [.customerID]
    case .shop: [.shop]
    case .product: [.product]
    case .amount: [.text]
    case .created: [.speakerID]
    case .paid: [.timestamp]
    case .refunded: [.messageID]
    }
  }
}
