import ChatModel

/// One chat as it was held.
struct Conversation {
  struct Message {
    var speaker: Speaker
    var speakerID: String
    var type: MessageType
    var text: String
    /// Seconds since 1970 on the clock of the shop; nil where the export lost it.
    var time: Int64?
  }

  /// Given once all chats of a shop are in order.
  var id = ""
  var dialogue: String
  var scene: String
  /// 1 to 4.
  var week: Int
  var customerID: String
  var orderID: String
  var product: String
  /// When it begins, in seconds since 1970 on the clock of the shop.
  var start: Int64
  var messages: [Message]
}
