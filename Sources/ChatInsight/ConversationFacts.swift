public import ChatModel

/// What one conversation shows as a whole.
public struct ConversationFacts: Hashable, Sendable {
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
  public var handling: Handling
  /// The first order that a turn names.
  public var orderID: String?
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
  /// The customer asked for a human, and then a person answered or it was handed over: no wish left open.
  public var reachedHuman = false
  public var people = Waits(), bots = Waits()
  /// The highest level shown.
  public var price = PriceSensitivity.none
  public var purchase: Purchase
  /// Nil when nobody pushed for a better deal.
  public var bargain: Bargain?
  /// What the customer named and how: attributes, for whom, for what, compared with whom.
  public var mentions: [Mention]
  /// Keys of the campaigns that anybody named.
  public var campaigns: [String] = []
  /// Service turns by stage.
  public var stages = LabelCounts<ServiceStage>()
  /// Answers long enough to compare, and those that say again what was said before.
  public var answers = 0, repeatedAnswers = 0
  public var certainty = Certainty()

  /// The facts of one whole conversation.
  ///
  /// - Parameter turns: in the order of the conversation, at least one.
  public init(_ turns: [TaggedTurn], _ settings: FactSettings = FactSettings()) {
    let chat = Chat(turns, settings)
    let exchanges = chat.exchanges
    conversationID = turns.first?.conversationID ?? ""
    // By position: a turn handed to a closure would be copied with all its Strings.
    customerID = first(in: turns.indices) { turns[$0].customerID }
    orderID = first(in: turns.indices) { turns[$0].orderID }
    shop = mostCommon(in: turns.indices) { turns[$0].shop }
    channel = mostCommon(in: turns.indices) { turns[$0].channel }
    product = mostCommon(in: turns.indices) { turns[$0].product }
    servedBy = mostCommon(in: turns.indices) { turns[$0].speaker.isService ? turns[$0].speakerID : nil }
    for turn in chat.turns { self.turns[turn.speaker] += 1 }
    handling = Handling(self.turns)
    started = chat.turns.lazy.compactMap(\.time).min()
    ended = chat.turns.lazy.compactMap(\.time).max()
    wishes = Self.wishes(of: chat)
    emotion = EmotionPath(chat.turns)
    feelings = Feeling.all(chat.turns, exchanges)
    outcome = OutcomeReason(chat.turns, exchanges)
    purchase = Purchase(chat, outcome: outcome)
    bargain = Bargain(chat)
    mentions = Self.mentions(of: chat)
    for terms in chat.terms where !terms.isEmpty {
      for term in terms where term.kind == .campaign && !campaigns.contains(term.key) { campaigns.append(term.key) }
    }
    measureWaits(chat)
    askedForHuman = wishes.contains { $0.intent == .humanAgent }
    wasHandedOver = handling == .both && Self.givesWay(chat.turns)
    var repeats = RepeatedAnswers()
    for (index, turn) in chat.turns.enumerated() {
      certainty.add(turn.tags, of: turn.speaker, below: settings.unsureBelow)
      if let tags = turn.customerTags {
        add(tags, of: turns[index])
      } else if let tags = turn.serviceTags {
        stages[tags.stage.label] += 1
        if tags.acts.contains(.transfer) { wasHandedOver = true }
        if tags.stage.label != .none || tags.acts.contains(.canned) { repeats.add(turns[index].text) }
      } else if turn.speaker != .system {
        untagged[turns[index].messageType] += 1
      }
    }
    (answers, repeatedAnswers) = (repeats.answers, repeats.repeated)
    reachedHuman = askedForHuman && (wasHandedOver || Self.isServedByPerson(chat.turns))
  }

  /// Whether a person answers after a bot.
  private static func givesWay(_ turns: [TurnOutline]) -> Bool {
    guard let bot = turns.firstIndex(where: { $0.speaker == .bot }) else { return false }
    return turns[bot...].contains { $0.speaker == .agent }
  }

  /// Whether a person answers after the customer last asked for one.
  private static func isServedByPerson(_ turns: [TurnOutline]) -> Bool {
    guard let asked = turns.lastIndex(where: { $0.customerTags?.intents.contains(.humanAgent) ?? false }) else {
      return false
    }
    return turns[asked...].contains { $0.speaker == .agent }
  }

  private mutating func add(_ tags: CustomerTags, of turn: TaggedTurn) {
    price = max(price, tags.price.label)
    for intent in tags.problems {
      let score = tags.intents.first { $0.label == intent }?.score ?? 0
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

  private mutating func measureWaits(_ chat: Chat) {
    for exchange in chat.exchanges {
      guard chat.turns[exchange.customer].contains(where: { $0.speaker == .customer }),
        let answer = chat.turns[exchange.service].first(where: \.speaker.isService)
      else { continue }
      if answer.speaker == .agent { people.add(chat.wait(in: exchange)) } else { bots.add(chat.wait(in: exchange)) }
    }
  }
}

/// The first value that a turn has.
private func first(in turns: Range<Int>, _ value: (Int) -> String?) -> String? {
  for turn in turns { if let value = value(turn) { return value } }
  return nil
}

/// The value that most turns have; the first of equals.
private func mostCommon(in turns: Range<Int>, _ value: (Int) -> String?) -> String? {
  var counts: [(value: String, count: Int)] = []
  for turn in turns {
    guard let value = value(turn) else { continue }
    if let known = counts.firstIndex(where: { $0.value == value }) {
      counts[known].count += 1
    } else {
      counts.append((value, 1))
    }
  }
  return counts.max { $0.count < $1.count }?.value
}
