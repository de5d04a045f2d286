public import ChatModel

/// What service did about a feeling; the strongest that was done.
public enum Remedy: UInt8, Label {
  /// Nobody answered.
  case silence
  /// Answered, without any of the following.
  case nothing
  case apologyOnly, empathy, usefulAnswer, commitment, compensation

  public static let names = [
    "silence", "nothing", "apology_only", "empathy", "useful_answer", "commitment", "compensation",
  ]

  /// The remedy in the turns after a feeling.
  init(_ answers: ArraySlice<TurnOutline>) {
    if answers.holds(anyOf: .compensation) {
      self = .compensation
    } else if answers.holds(anyOf: .commitment) {
      self = .commitment
    } else if answers.holdsUsefulAnswer {
      self = .usefulAnswer
    } else if answers.holds(anyOf: .empathy) {
      self = .empathy
    } else if answers.holds(anyOf: .apology) {
      self = .apologyOnly
    } else {
      self = answers.contains { $0.serviceTags != nil } ? .nothing : .silence
    }
  }
}

/// One feeling of a customer that service should answer: a run of customer turns with a negative one.
public struct Feeling: Hashable, Sendable {
  /// The heaviest emotion of the run.
  public var emotion: Emotion
  public var remedy: Remedy
  /// Answered with empathy, an apology, a commitment or a compensation; for confusion a useful answer is enough.
  public var isMet: Bool
  /// Whether the next words of the customer are free of negative feeling; nil when there are none.
  public var eased: Bool?

  /// The feelings of a conversation, in order.
  static func all(_ turns: [TurnOutline], _ exchanges: [Exchange]) -> [Feeling] {
    // Most conversations show none.
    guard turns.contains(where: { $0.customerTags?.emotion.label.isNegative ?? false }) else { return [] }
    let emotions = exchanges.map { exchange in
      turns[exchange.customer].compactMap { $0.customerTags?.emotion.label }.max { $0.weight < $1.weight }
    }
    return exchanges.indices.compactMap { index in
      guard let emotion = emotions[index], emotion.isNegative else { return nil }
      let answers = turns[exchanges[index].service]
      let next = emotions[(index + 1)...].compactMap(\.self).first
      return Feeling(
        emotion: emotion, remedy: Remedy(answers),
        isMet: answers.holds(anyOf: .empathy, .apology, .commitment, .compensation)
          || emotion == .confused && answers.holdsUsefulAnswer,
        eased: next.map { !$0.isNegative })
    }
  }
}
