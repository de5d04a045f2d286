public import ChatModel

/// What is counted of any set of conversations: all of a period, those on a product, on a channel, of an agent.
public struct Tallies: Mergeable, Hashable, Sendable, Codable {
  /// Waits for one kind of answerer.
  public struct Waiting: Mergeable, Hashable, Sendable, Codable {
    /// Conversations with a measured first answer, the sum of those waits in seconds, and how many were within 30
    /// seconds and 3 minutes.
    public var firsts = 0, firstSeconds: Int64 = 0, within30Seconds = 0, within3Minutes = 0
    /// All measured answers and the sum of their waits in seconds; the longest of them.
    public var answers = 0, seconds: Int64 = 0, longest: Int64 = 0
    /// Answers whose wait cannot be measured.
    public var unmeasurable = 0

    public init() {}

    public mutating func merge(_ other: Self) {
      firsts += other.firsts
      firstSeconds += other.firstSeconds
      within30Seconds += other.within30Seconds
      within3Minutes += other.within3Minutes
      answers += other.answers
      seconds += other.seconds
      longest = max(longest, other.longest)
      unmeasurable += other.unmeasurable
    }

    mutating func add(_ waits: Waits) {
      if let first = waits.first {
        firsts += 1
        firstSeconds += first
        if first <= 30 { within30Seconds += 1 }
        if first <= 180 { within3Minutes += 1 }
      }
      answers += waits.count
      seconds += waits.seconds
      longest = max(longest, waits.longest)
      unmeasurable += waits.unmeasurable
    }
  }

  public var conversations = 0
  /// Conversations that tell of at least one problem.
  public var withProblem = 0
  /// Conversations by their first, their worst and their last feeling.
  public var start = LabelCounts<Emotion>(), worst = LabelCounts<Emotion>(), end = LabelCounts<Emotion>()
  /// Conversations with a negative feeling that ended without one.
  public var recovered = 0
  public var outcomes = LabelCounts<OutcomeReason>()
  /// Conversations by the highest price sensitivity shown.
  public var price = LabelCounts<PriceSensitivity>()
  /// Conversations by the strongest purchase signal, and by where the wish to buy ended.
  public var signals = LabelCounts<PurchaseSignal>(), purchases = LabelCounts<PurchaseEnd>()
  /// Service turns by stage.
  public var stages = LabelCounts<ServiceStage>()
  /// Answers long enough to compare, those said again, and conversations with such a one.
  public var answers = 0, repeatedAnswers = 0, withRepeats = 0
  /// Feelings that service should answer and those it did not; conversations with such a one.
  public var feelings = 0, unmetFeelings = 0, withUnmetFeeling = 0
  /// Conversations where a human was asked for, where a hand-over was done; those of the first where a
  /// person answered then.
  public var askedForHuman = 0, handedOver = 0, reachedHuman = 0
  /// Waits for people, and apart from them for bots.
  public var people = Waiting(), bots = Waiting()

  public init() {}

  /// Conversations with a negative feeling.
  public var negative: Int { Emotion.allCases.filter(\.isNegative).reduce(0) { $0 + worst[$1] } }

  /// Conversations with this outcome.
  public func count(_ outcome: Outcome) -> Int {
    OutcomeReason.allCases.filter { $0.outcome == outcome }.reduce(0) { $0 + outcomes[$1] }
  }

  /// Conversations with a wish to buy.
  public var interested: Int { signals[.weak] + signals[.strong] }

  /// Service turns that answer something: stage repeater or higher.
  public var stagedAnswers: Int { stages[.repeater] + stages[.navigator] + stages[.mindReader] }

  public mutating func merge(_ other: Self) {
    conversations += other.conversations
    withProblem += other.withProblem
    worst.merge(other.worst)
    start.merge(other.start)
    end.merge(other.end)
    recovered += other.recovered
    outcomes.merge(other.outcomes)
    price.merge(other.price)
    signals.merge(other.signals)
    purchases.merge(other.purchases)
    stages.merge(other.stages)
    answers += other.answers
    repeatedAnswers += other.repeatedAnswers
    withRepeats += other.withRepeats
    feelings += other.feelings
    unmetFeelings += other.unmetFeelings
    withUnmetFeeling += other.withUnmetFeeling
    askedForHuman += other.askedForHuman
    handedOver += other.handedOver
    reachedHuman += other.reachedHuman
    people.merge(other.people)
    bots.merge(other.bots)
  }

  mutating func add(_ facts: ConversationFacts) {
    conversations += 1
    if !facts.problems.isEmpty { withProblem += 1 }
    if let path = facts.emotion {
      worst[path.worst] += 1
      start[path.start] += 1
      end[path.end] += 1
      if path.hasRecovered { recovered += 1 }
    }
    outcomes[facts.outcome] += 1
    price[facts.price] += 1
    signals[facts.purchase.signal] += 1
    purchases[facts.purchase.end] += 1
    stages.merge(facts.stages)
    answers += facts.answers
    repeatedAnswers += facts.repeatedAnswers
    if facts.repeatedAnswers > 0 { withRepeats += 1 }
    let unmet = facts.feelings.count { !$0.isMet }
    feelings += facts.feelings.count
    unmetFeelings += unmet
    if unmet > 0 { withUnmetFeeling += 1 }
    if facts.askedForHuman { askedForHuman += 1 }
    if facts.wasHandedOver { handedOver += 1 }
    if facts.reachedHuman { reachedHuman += 1 }
    people.add(facts.people)
    bots.add(facts.bots)
  }
}
