public import ChatModel

/// What a person needs to take a conversation over: wishes, feeling, order, what was tried, last words.
public struct HandoffDigest: Hashable, Sendable {
  /// A service turn that did something for the case.
  public struct Attempt: Hashable, Sendable {
    public var turn: Int64
    public var speaker: Speaker
    public var acts: [Act]
    public var text: String
  }

  /// So many of the last words of the customer, and of what was tried, are kept.
  public static let limit = 5

  public var facts: ConversationFacts
  /// What was wanted, talk left out, in order of first appearance.
  public var wishes: [ConversationFacts.Wish]
  /// What service did for the case, the last ones.
  public var tried: [Attempt]
  /// The last words of the customer, in order.
  public var lastWords: [WordingSample.Line]
  /// The last words of the customer that nobody answered; nil when all were answered or have no time.
  public var waitingSince: Timestamp?

  public init(_ turns: [TaggedTurn]) {
    facts = ConversationFacts(turns)
    wishes = facts.wishes.filter { $0.intent.family != .talk }
    tried = turns.compactMap { turn in
      guard let tags = turn.tags.ofService, tags.stage.label >= .navigator || tags.acts.contains(.transfer) else {
        return nil
      }
      return Attempt(turn: turn.number, speaker: turn.speaker, acts: tags.acts.map(\.label), text: turn.text)
    }.suffix(Self.limit)
    let words = turns.filter { $0.speaker == .customer && !$0.text.isEmpty }
    lastWords = words.suffix(Self.limit).map { WordingSample.Line(turn: $0.number, text: $0.text) }
    let answered = turns.lastIndex { $0.speaker.isService }.map { $0 + 1 } ?? 0
    waitingSince = turns[answered...].first { $0.speaker == .customer }?.time
  }
}
