internal import ChatModel

/// What the row of a conversation says beside its names, from all its turns.
struct ConversationFacts: Equatable {
  var started, ended: Timestamp?
  var customerTurns: Int64 = 0, agentTurns: Int64 = 0, botTurns: Int64 = 0
  var worstEmotion: Emotion?
  var price: PriceSensitivity?
  var purchase: PurchaseSignal?
  var stage: ServiceStage?
  var lastSpeaker: Speaker?
  private var turns: Int64 = 0
  /// Packed as ``TagCode/labels``: by number of turns, then as they came; at most eight.
  var intents: Int64 = 0

  /// The columns in the order of ``values``, bound from ?1.
  static let columns = [
    "started", "ended", "turns", "customer_turns", "agent_turns", "bot_turns", "worst_emotion", "price_sensitivity",
    "purchase_signal", "service_stage", "last_speaker", "intents",
  ]
  /// `column = ?number` for each of the columns.
  static let assignments = columns.enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: ", ")

  var values: [Int64?] {
    func code(_ label: (some RawRepresentable<UInt8>)?) -> Int64? { label.map { Int64($0.rawValue) } }
    return [
      started?.microseconds, ended?.microseconds, turns, customerTurns, agentTurns, botTurns, code(worstEmotion),
      code(price), code(purchase), code(stage), code(lastSpeaker), intents,
    ]
  }

  /// - Parameter turns: all turns of the conversation, in the order they were stored.
  init(_ turns: [StoredTurn]) {
    self.turns = Int64(turns.count)
    var counts = [Int](repeating: 0, count: Intent.names.count)
    var order: [Int] = []
    var lastTime: Timestamp?
    for turn in turns {
      let code = turn.code
      if let time = turn.time {
        started = min(started ?? time, time)
        ended = max(ended ?? time, time)
      }
      switch code.speaker {
      case .customer: customerTurns += 1
      case .agent: agentTurns += 1
      case .bot: botTurns += 1
      case .system: break
      }
      if code.speaker != .system, (turn.time ?? lastTime).map({ $0 >= lastTime ?? $0 }) ?? true {
        (lastSpeaker, lastTime) = (code.speaker, turn.time ?? lastTime)
      }
      guard let labels = code.labels else { continue }
      guard code.speaker == .customer else {
        stage = max(stage ?? code.stage, code.stage)
        continue
      }
      if code.emotion.severity >= worstEmotion?.severity ?? 0 { worstEmotion = code.emotion }
      price = max(price ?? code.price, code.price)
      purchase = max(purchase ?? code.purchase, code.purchase)
      var rest = labels
      while rest & 0xFF > 0 {
        let intent = Int(rest & 0xFF) - 1
        if counts[intent] == 0 { order.append(intent) }
        counts[intent] += 1
        rest >>= 8
      }
    }
    let ranked = order.enumerated().sorted { (counts[$1.element], $0.offset) < (counts[$0.element], $1.offset) }
    for (rank, entry) in ranked.prefix(8).enumerated() { intents |= (Int64(entry.element) + 1) << (8 * Int64(rank)) }
  }
}
