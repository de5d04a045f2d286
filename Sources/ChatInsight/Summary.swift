public import ChatModel

/// What a set of conversations shows: exact counts that merge, the same over chunks, files, days and machines.
///
/// Merging is associative and commutative. Every conversation counts once: it must be added whole, and to one summary.
public struct Summary: Mergeable, Hashable, Sendable, Codable {
  /// The version of the written form; another one is refused.
  public static let formatVersion = 1
  private var version = FormatVersion()

  /// All conversations.
  public var whole = Tallies()
  public var customers = CustomerSet()
  /// Conversations whose customer wrote at least one Chinese character.
  public var chinese = 0
  /// Turns by speaker.
  public var turns = LabelCounts<Speaker>()
  /// Turns of customers and service that could not be tagged, by what they are.
  public var untagged = LabelCounts<MessageType>()
  /// The same counts for conversations by product, channel, shop and who served; without those that name none.
  public var products: [String: Tallies] = [:], channels: [String: Tallies] = [:]
  public var shops: [String: Tallies] = [:], servers: [String: Tallies] = [:]

  /// Conversations by what was wanted; one conversation may count under several intents.
  public var intents = LabelCounts<Intent>()
  /// Quotes by the name of their intent, from its first turn in a conversation; talk has none.
  public var wishQuotes: [String: Shelf<Quote>] = [:]
  /// Problems by the name of their intent.
  public var pains: [String: PainPoint] = [:]
  /// Missed sales by what kept the customer, and by what the shop did wrong.
  public var objections = LabelCounts<Objection>(), faults = LabelCounts<SellerFault>()
  public var missedSales = Shelf<MissedSale>()
  /// Feelings by what service did about them; those with later words of the customer, and those eased then.
  public var remedies = LabelCounts<Remedy>(), followed = LabelCounts<Remedy>(), eased = LabelCounts<Remedy>()
  public var hardest = Shelf<HardConversation>()

  public init() {}

  /// Whether most customers wrote Chinese: the language a report defaults to.
  public var isMostlyChinese: Bool { chinese * 2 >= whole.conversations }

  public mutating func merge(_ other: Self) {
    whole.merge(other.whole)
    customers.merge(other.customers)
    chinese += other.chinese
    turns.merge(other.turns)
    untagged.merge(other.untagged)
    Self.merge(&products, other.products)
    Self.merge(&channels, other.channels)
    Self.merge(&shops, other.shops)
    Self.merge(&servers, other.servers)
    intents.merge(other.intents)
    Self.merge(&wishQuotes, other.wishQuotes)
    Self.merge(&pains, other.pains)
    objections.merge(other.objections)
    faults.merge(other.faults)
    missedSales.merge(other.missedSales)
    remedies.merge(other.remedies)
    followed.merge(other.followed)
    eased.merge(other.eased)
    hardest.merge(other.hardest)
  }

  private static func merge<Value: Mergeable>(_ mine: inout [String: Value], _ others: [String: Value]) {
    for (name, value) in others { mine[name, default: Value()].merge(value) }
  }

  /// Adds one whole conversation.
  ///
  /// - Parameter conversation: its turns in order; an empty one changes nothing.
  public mutating func add(_ conversation: [TaggedTurn]) {
    guard !conversation.isEmpty else { return }
    let facts = ConversationFacts(conversation)
    whole.add(facts)
    customers.insert(facts.customerID)
    if conversation.contains(where: { $0.speaker == .customer && $0.text.unicodeScalars.contains(where: \.isHan) }) {
      chinese += 1
    }
    turns.merge(facts.turns)
    untagged.merge(facts.untagged)
    if let product = facts.product { products[product, default: Tallies()].add(facts) }
    if let channel = facts.channel { channels[channel, default: Tallies()].add(facts) }
    if let shop = facts.shop { shops[shop, default: Tallies()].add(facts) }
    if let server = facts.servedBy { servers[server, default: Tallies()].add(facts) }
    add(wishesOf: facts, in: conversation)
    add(missedSaleOf: facts, in: conversation)
    add(feelingsOf: facts, in: conversation)
  }

  private mutating func add(wishesOf facts: ConversationFacts, in conversation: [TaggedTurn]) {
    for wish in facts.wishes {
      intents[wish.intent] += 1
      guard wish.intent.family != .talk, let turn = conversation.first(where: { $0.number == wish.turn })
      else { continue }
      let score = turn.customerTags?.intents.array.first { $0.label == wish.intent }?.score ?? 0
      wishQuotes[wish.intent.name, default: Shelf()].insert(Quote(turn, confidence: score))
    }
    for problem in facts.problems { pains[problem.intent.name, default: PainPoint()].add(problem, of: facts) }
  }

  private mutating func add(missedSaleOf facts: ConversationFacts, in conversation: [TaggedTurn]) {
    let purchase = facts.purchase
    guard purchase.end == .missed, let evidence = purchase.evidence else { return }
    objections[purchase.objection ?? .unclear] += 1
    if let fault = purchase.fault { faults[fault] += 1 }
    missedSales.insert(
      MissedSale(
        quote: Quote(conversation[evidence], confidence: 1), product: facts.product,
        objection: (purchase.objection ?? .unclear).name, fault: purchase.fault?.name,
        wasReady: purchase.signal == .strong))
  }

  private mutating func add(feelingsOf facts: ConversationFacts, in conversation: [TaggedTurn]) {
    for feeling in facts.feelings {
      remedies[feeling.remedy] += 1
      if let eased = feeling.eased {
        followed[feeling.remedy] += 1
        if eased { self.eased[feeling.remedy] += 1 }
      }
    }
    guard let path = facts.emotion, path.worst.weight > Emotion.confused.weight,
      let turn = conversation.first(where: { $0.number == path.worstTurn && $0.speaker == .customer })
    else { return }
    let unmet = facts.feelings.count { !$0.isMet }
    let points =
      path.worst.weight + max(0, path.end.weight) + (facts.outcome.outcome == .unresolved ? 2 : 0) + min(unmet, 3)
      + min(facts.repeatedAnswers, 3)
    hardest.insert(
      HardConversation(
        quote: Quote(turn, confidence: turn.customerTags?.emotion.score ?? 0), points: points, worst: path.worst.name,
        end: path.end.name, outcome: facts.outcome.name, unmetFeelings: unmet, repeatedAnswers: facts.repeatedAnswers))
  }
}

extension Unicode.Scalar {
  /// A Han character of the basic block or extension A.
  fileprivate var isHan: Bool { (0x4E00...0x9FFF).contains(value) || (0x3400...0x4DBF).contains(value) }
}
