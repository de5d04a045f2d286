public import ChatModel

/// What one conversation shows as a whole.
public struct ConversationFacts: Hashable, Sendable {
  /// One thing the customer wanted, with the first turn that says so.
  public struct Wish: Hashable, Sendable {
    public var intent: Intent
    /// The number of the turn.
    public var turn: Int64
    public var text: String
  }

  /// One problem the customer told of, with the turn that says it best.
  public struct Problem: Hashable, Sendable {
    public var intent: Intent
    /// From 0 to 5: the weight of the heaviest feeling in a turn that tells of it, and 1 more when the conversation
    /// ended unresolved.
    public var severity: Int
    public var isNegative: Bool
    public var quote: Quote
  }

  public var conversationID: String
  public var customerID, shop, channel: String?
  /// The product named on most turns; the first of equals.
  public var product: String?
  /// The agent or bot with most turns; the first of equals.
  public var servedBy: String?
  /// The first and the last known time.
  public var started, ended: Timestamp?
  /// Turns by speaker.
  public var turns = LabelCounts<Speaker>()
  /// Turns of customers and service without tags, by what they are.
  public var untagged = LabelCounts<MessageType>()

  /// In order of first appearance, each intent once; talk included.
  public var wishes: [Wish] = []
  /// In order of first appearance, each intent once.
  public var problems: [Problem] = []
  /// Nil when no customer turn carries tags.
  public var emotion: EmotionPath?
  public var feelings: [Feeling]
  public var outcome: OutcomeReason
  /// The customer asked for a human; somebody handed over (said so, or a bot gave way to a person).
  public var askedForHuman = false, wasHandedOver = false
  public var people = Waits(), bots = Waits()
  /// The highest level shown.
  public var price = PriceSensitivity.none
  public var purchase: Purchase
  /// Service turns by stage.
  public var stages = LabelCounts<ServiceStage>()
  /// Answers long enough to compare, and those that say again what was said before.
  public var answers = 0, repeatedAnswers = 0

  /// The facts of one whole conversation.
  ///
  /// - Parameter turns: in the order of the conversation, at least one.
  public init(_ turns: [TaggedTurn]) {
    let exchanges = Exchange.cut(turns)
    conversationID = turns.first?.conversationID ?? ""
    customerID = turns.lazy.compactMap(\.customerID).first
    shop = mostCommon(turns.lazy.compactMap(\.shop))
    channel = mostCommon(turns.lazy.compactMap(\.channel))
    product = mostCommon(turns.lazy.compactMap(\.product))
    servedBy = mostCommon(turns.lazy.filter(\.speaker.isService).compactMap(\.speakerID))
    started = turns.lazy.compactMap(\.time).min()
    ended = turns.lazy.compactMap(\.time).max()
    emotion = EmotionPath(turns)
    feelings = Feeling.all(turns, exchanges)
    outcome = OutcomeReason(turns, exchanges)
    purchase = Purchase(turns, exchanges, outcome: outcome)
    measureWaits(turns, exchanges)
    var repeats = RepeatedAnswers()
    for turn in turns {
      self.turns[turn.speaker] += 1
      if let tags = turn.customerTags {
        add(tags, of: turn)
      } else if let tags = turn.serviceTags {
        stages[tags.stage.label] += 1
        if tags.acts.contains(.transfer) { wasHandedOver = true }
        if tags.stage.label != .none || tags.acts.contains(.canned) { repeats.add(turn.text) }
      } else if turn.speaker != .system {
        untagged[turn.messageType] += 1
      }
      if turn.speaker == .agent, self.turns[.bot] > 0 { wasHandedOver = true }
    }
    (answers, repeatedAnswers) = (repeats.answers, repeats.repeated)
    askedForHuman = wishes.contains { $0.intent == .humanAgent }
  }

  private mutating func add(_ tags: CustomerTags, of turn: TaggedTurn) {
    price = max(price, tags.price.label)
    for wish in tags.intents.array where !wishes.contains(where: { $0.intent == wish.label }) {
      wishes.append(Wish(intent: wish.label, turn: turn.number, text: turn.text))
    }
    for intent in tags.problems {
      let score = tags.intents.array.first { $0.label == intent }?.score ?? 0
      let quote = Quote(turn, confidence: score)
      let severity = max(0, tags.emotion.label.weight) + (outcome.outcome == .unresolved ? 1 : 0)
      if let known = problems.firstIndex(where: { $0.intent == intent }) {
        problems[known].severity = max(problems[known].severity, severity)
        problems[known].isNegative = problems[known].isNegative || tags.emotion.label.isNegative
        problems[known].quote = min(problems[known].quote, quote)
      } else {
        problems.append(
          Problem(intent: intent, severity: severity, isNegative: tags.emotion.label.isNegative, quote: quote))
      }
    }
  }

  private mutating func measureWaits(_ turns: [TaggedTurn], _ exchanges: [Exchange]) {
    for exchange in exchanges {
      guard let asked = turns[exchange.customer].first(where: { $0.speaker == .customer }),
        let answer = turns[exchange.service].first(where: \.speaker.isService)
      else { continue }
      if answer.speaker == .agent {
        people.add(asked: asked.time, answered: answer.time)
      } else {
        bots.add(asked: asked.time, answered: answer.time)
      }
    }
  }
}

/// The value that appears most; the first of equals.
private func mostCommon(_ values: some Sequence<String>) -> String? {
  var counts: [(value: String, count: Int)] = []
  for value in values {
    if let known = counts.firstIndex(where: { $0.value == value }) {
      counts[known].count += 1
    } else {
      counts.append((value, 1))
    }
  }
  return counts.max { $0.count < $1.count }?.value
}
