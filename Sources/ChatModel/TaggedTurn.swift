/// One stored turn with its tags, as Strings: what conversation facts, searches and reports are made from.
public struct TaggedTurn: Sendable, Equatable {
  public var conversationID: String
  /// Position in the conversation, from 0.
  public var number: Int64
  public var speaker: Speaker
  public var speakerID: String?
  public var customerID: String?
  public var time: Timestamp?
  public var shop: String?
  public var channel: String?
  public var product: String?
  public var orderID: String?
  public var messageType = MessageType.text
  public var text: String
  public var tags: TurnTags

  public init(conversationID: String, number: Int64, speaker: Speaker, text: String, tags: TurnTags = .none) {
    (self.conversationID, self.number, self.speaker) = (conversationID, number, speaker)
    (self.text, self.tags) = (text, tags)
  }
}
