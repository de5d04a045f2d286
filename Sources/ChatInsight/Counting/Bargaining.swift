public import ChatModel

/// What was bargained about, and where it led.
public struct Bargaining: Mergeable, Hashable, Sendable, Codable {
  /// Conversations where somebody pushed for a better deal.
  public var conversations = 0
  /// Those by what was bargained about; one may be about several things.
  public var about: [String: Int] = [:]
  /// Those by the best that service did, and what became of the wish to buy then.
  public var replies: [String: LabelCounts<PurchaseEnd>] = [:]
  /// Those by the best that service did that ended without a negative feeling.
  public var eased = LabelCounts<BargainReply>()

  public init() {}

  public mutating func merge(_ other: Self) {
    conversations += other.conversations
    for (key, count) in other.about { about[key, default: 0] += count }
    for (reply, ends) in other.replies { replies[reply, default: LabelCounts()].merge(ends) }
    eased.merge(other.eased)
  }

  mutating func add(_ facts: ConversationFacts) {
    guard let bargain = facts.bargain else { return }
    conversations += 1
    for key in bargain.about { about[key, default: 0] += 1 }
    replies[bargain.reply.name, default: LabelCounts()][facts.purchase.end] += 1
    if !(facts.emotion?.end.isNegative ?? false) { eased[bargain.reply] += 1 }
  }
}
