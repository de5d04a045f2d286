public import ChatModel

/// The fields of the canonical record: JSON keys and CSV columns alike.
public enum Field: UInt8, Label {
  case conversationID, text, speaker, turn, timestamp, speakerID, customerID, shop, channel, product, orderID
  case messageType, messageID

  public static let names = [
    "conversation_id", "text", "speaker", "turn", "timestamp", "speaker_id", "customer_id", "shop", "channel",
    "product", "order_id", "message_type", "message_id",
  ]

  /// Fields without which a record is rejected.
  static let required: [Field] = [.conversationID, .text, .speaker]
}
