import ChatModel

/// What is known about a word in its clause and turn; the conditions of rules are written with the names of these.
struct Facts: OptionSet {
  var rawValue: UInt128

  init(rawValue: UInt128) { self.rawValue = rawValue }

  private init(bit: Int) { rawValue = 1 << UInt128(bit) }

  // Of the word.
  /// An odd number of "not" stand before it.
  static let negated = Facts(bit: 0)
  /// A "don't want", "no need" stands before it.
  static let refused = Facts(bit: 1)
  // Of its clause.
  static let asked = Facts(bit: 2)
  static let conditional = Facts(bit: 3)
  static let quoted = Facts(bit: 4)
  // Of the turn.
  /// Any clause of the turn asks.
  static let question = Facts(bit: 5)
  /// It has "!!" or "！！", or more of them.
  static let shouted = Facts(bit: 6)
  /// At most 4, at most 10, at least 40 scalars.
  static let short = Facts(bit: 7)
  static let brief = Facts(bit: 8)
  static let long = Facts(bit: 9)
  /// Six digits in a row, or a masked number such as `[订单x]`.
  static let number = Facts(bit: 10)
  /// No rule of a word fired for any intent.
  static let wordless = Facts(bit: 11)
  // Of the conversation.
  /// Nothing was said before.
  static let first = Facts(bit: 12)
  /// The turn before is the customer's own.
  static let unanswered = Facts(bit: 13)
  /// The last service turn asked something.
  static let replying = Facts(bit: 14)
  /// An earlier turn has a topic.
  static let topical = Facts(bit: 15)

  private static let firstAfter = 16
  private static let firstTopic = firstAfter + Act.allCases.count
  private static let firstGiven = firstTopic + Intent.allCases.count
  private static let firstFelt = firstGiven + Intent.allCases.count
  private static let firstDid = firstFelt + Emotion.allCases.count

  /// The last service turn did this.
  static func after(_ act: Act) -> Facts { Facts(bit: firstAfter + Int(act.rawValue)) }
  /// The conversation was about this when the turn came.
  static func topic(_ intent: Intent) -> Facts { Facts(bit: firstTopic + Int(intent.rawValue)) }
  /// The turn was given this intent (known to the tasks that come after intents).
  static func given(_ intent: Intent) -> Facts { Facts(bit: firstGiven + Int(intent.rawValue)) }
  /// The turn was given this emotion (known to intensity).
  static func felt(_ emotion: Emotion) -> Facts { Facts(bit: firstFelt + Int(emotion.rawValue)) }
  /// The turn was given this act (known to stage).
  static func did(_ act: Act) -> Facts { Facts(bit: firstDid + Int(act.rawValue)) }

  /// The names of the facts that are not about a label.
  static let plain: [(name: String, facts: Facts)] = [
    ("negated", negated), ("refused", refused), ("asked", asked), ("conditional", conditional), ("quoted", quoted),
    ("question", question), ("shouted", shouted), ("short", short), ("brief", brief), ("long", long),
    ("number", number), ("wordless", wordless), ("first", first), ("unanswered", unanswered),
    ("replying", replying), ("topical", topical),
  ]

  /// The names of the facts in a set that are about the conversation, for people.
  static func names(in facts: Facts) -> [String] {
    let plain = plain.filter { facts.contains($0.facts) }.map(\.name)
    let acts = Act.allCases.filter { facts.contains(after($0)) }.map { "after:\($0.name)" }
    let topics = Intent.allCases.filter { facts.contains(topic($0)) }.map { "topic:\($0.name)" }
    return plain + acts + topics
  }

  /// The fact of a name as rule files write it, such as `asked`, `after:ask_info`, `topic:exchange`.
  init?(name: some StringProtocol) {
    if let plain = Self.plain.first(where: { $0.name == name }) {
      self = plain.facts
      return
    }
    let parts = name.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    switch parts[0] {
    case "after": guard let act = Act(name: parts[1]) else { return nil }; self = .after(act)
    case "did": guard let act = Act(name: parts[1]) else { return nil }; self = .did(act)
    case "topic": guard let intent = Intent(name: parts[1]) else { return nil }; self = .topic(intent)
    case "given": guard let intent = Intent(name: parts[1]) else { return nil }; self = .given(intent)
    case "felt": guard let emotion = Emotion(name: parts[1]) else { return nil }; self = .felt(emotion)
    default: return nil
    }
  }
}

/// Facts that must hold, and facts that must not.
struct Condition: Sendable {
  var required: UInt128 = 0
  var forbidden: UInt128 = 0

  func holds(_ facts: Facts) -> Bool {
    facts.rawValue & required == required && facts.rawValue & forbidden == 0
  }
}
