import CData
public import ChatModel
import Foundation

extension Preset {
  /// How exports of orders are read, out of `CData/files/orders`.
  public static let orders: Preset = {
    var preset = canonical
    if let file = unsafe cdata_orders(0) {
      let bytes = unsafe UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count)
      // A shipped file that does not parse fails the tests.
      if let read = try? Preset(
        yaml: unsafe String(decoding: bytes, as: UTF8.self), file: "orders.yaml", isOfOrders: true)
      {
        preset = read
      }
    }
    preset.hasAnyFormat = true
    return preset
  }()

  /// Whether a file is a table of orders and not of chats, by its header.
  ///
  /// False for what can be read only once, and for what cannot be read, which reading it tells.
  public static func isOfOrders(_ path: String) -> Bool {
    guard InputDiscovery.isTable(path), let text = try? TextFile(path: path) else { return false }
    var sample: [UInt8] = []
    var options = ReadingOptions(clock: ZoneClock(.gmt))
    options.preset = orders
    guard (try? text.read(into: &sample)) ?? false,
      let found = try? TableDetector.columns(of: sample, path: path, format: .csv, options: options)
    else { return false }
    let names = found.columns.names
    return orders.marks.allSatisfy { CSVRecordReader.Columns.has($0, in: names) }
      && !CSVRecordReader.Columns(names: names, delimiter: found.columns.delimiter, preset: canonical).lacking.isEmpty
  }
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
