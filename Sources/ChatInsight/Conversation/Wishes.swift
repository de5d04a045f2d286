public import ChatModel

extension ConversationFacts {
  /// One thing the customer wanted, with the first turn that says so.
  public struct Wish: Hashable, Sendable {
    public var intent: Intent
    /// The number of the turn.
    public var turn: Int64
    /// The position of the turn in the conversation.
    var position: Int
    public var text: String
    /// Whether a useful answer came after it was last said.
    ///
    /// While several wishes wait, an answer must speak of this one.
    public var isAnswered = false
  }

  /// The wishes of a conversation in order of first appearance, each intent once; talk included.
  static func wishes(of chat: Chat) -> [Wish] {
    var wishes: [Wish] = []
    for exchange in chat.exchanges {
      for position in exchange.customer {
        guard let tags = chat.turns[position].customerTags else { continue }
        for intent in tags.intents.lazy.map(\.label) {
          // "Good, I have ordered" asks for nothing.
          let isDone = intent == .purchaseIntent && tags.emotion.label == .satisfied
          if let known = wishes.firstIndex(where: { $0.intent == intent }) {
            wishes[known].isAnswered = isDone
          } else {
            wishes.append(
              Wish(
                intent: intent, turn: chat.turns[position].number, position: position,
                text: chat.source[position].text, isAnswered: isDone))
          }
        }
      }
      let waiting = wishes.indices.filter { wishes[$0].intent.family != .talk && !wishes[$0].isAnswered }
      guard !waiting.isEmpty else { continue }
      let useful = chat.answers(in: exchange.service).filter {
        (chat.turns[$0].serviceTags?.stage.label ?? .none) >= .navigator
      }
      for wish in waiting {
        wishes[wish].isAnswered = useful.contains { waiting.count == 1 || chat.speaks(of: wishes[wish].intent, at: $0) }
      }
    }
    return wishes
  }
}

extension Chat {
  /// Whether an answer speaks of an intent; one that the vocabulary has no words for is in any answer.
  fileprivate func speaks(of intent: Intent, at turn: Int) -> Bool {
    !Self.topics.contains(intent.name)
      || Vocabulary.shipped.topics(in: source[turn].text).contains { $0.key == intent.name }
  }

  private static let topics = Set(Vocabulary.shipped.keys(of: .topic))
}
