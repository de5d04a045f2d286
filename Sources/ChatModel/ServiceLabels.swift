/// What an agent or a bot does in one turn; a turn has one or more.
public enum Act: UInt8, Label {
  case greeting, askInfo, info, solution, apology, empathy, commitment, compensation, recommendation, hold
  case transfer, closing, canned, other

  public static let names = [
    "greeting", "ask_info", "info", "solution", "apology", "empathy", "commitment", "compensation", "recommendation",
    "hold", "transfer", "closing", "canned", "other",
  ]
}

/// The stage of service that an agent turn gives, in rising order.
public enum ServiceStage: UInt8, Label, Comparable {
  case none, repeater, navigator, mindReader

  public static let names = ["none", "repeater", "navigator", "mind_reader"]

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
