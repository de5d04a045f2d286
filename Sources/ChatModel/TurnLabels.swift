/// Who wrote a turn.
public enum Speaker: UInt8, Label {
  case customer, agent, bot, system

  public static let names = ["customer", "agent", "bot", "system"]

  /// An agent or a bot: turns that carry acts and a service stage.
  public var isService: Bool { self == .agent || self == .bot }
}

/// What kind of message a turn is; only `text` turns are tagged from their words.
public enum MessageType: UInt8, Label {
  case text, image, card, recall, system, other

  public static let names = ["text", "image", "card", "recall", "system", "other"]
}
