public import ChatModel

/// How a customer's feeling went: start, worst, end, and what turned it.
public struct EmotionPath: Hashable, Sendable {
  /// The first customer turn after the worst that felt better, and what service had done just before it.
  public struct TurningPoint: Hashable, Sendable {
    /// The number of the customer's turn.
    public var turn: Int64
    /// The acts in the run of service turns just before it, each once, in the order of the labels.
    public var acts: [Act]
  }

  public var start, worst, end: Emotion
  /// The number of the last customer turn that showed the worst feeling.
  public var worstTurn: Int64
  /// Nil when nothing was bad, nothing got better, or it got better without a word of service.
  public var turningPoint: TurningPoint?

  /// There was a negative feeling, and the last turn of the customer shows none.
  public var hasRecovered: Bool { worst.isNegative && !end.isNegative }

  /// The path of a conversation, or nil when no customer turn carries tags.
  init?(_ turns: [TurnOutline]) {
    var felt: [(index: Int, emotion: Emotion)] = []
    felt.reserveCapacity(turns.count)
    for (index, turn) in turns.enumerated() {
      if let tags = turn.customerTags { felt.append((index, tags.emotion.label)) }
    }
    guard let first = felt.first, let last = felt.last else { return nil }
    var bottom = first
    for step in felt where step.emotion.weight >= bottom.emotion.weight { bottom = step }
    (start, worst, end) = (first.emotion, bottom.emotion, last.emotion)
    worstTurn = turns[bottom.index].number
    guard worst.isNegative else { return }
    for step in felt where step.index > bottom.index {
      let between = turns[bottom.index..<step.index]
      guard let last = between.lastIndex(where: { $0.speaker.isService }) else { continue }
      let before = turns[bottom.index..<last].lastIndex { $0.speaker == .customer } ?? bottom.index
      let run = turns[before...last]
      turningPoint = TurningPoint(
        turn: turns[step.index].number,
        acts: Act.allCases.filter { act in run.contains { $0.serviceTags?.acts.contains(act) ?? false } })
      return
    }
  }
}
