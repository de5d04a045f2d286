public import ChatModel

/// What a set of conversations shows: exact counts that merge, the same over chunks, files, days and machines.
///
/// Merging is associative and commutative. Every conversation counts once: it must be added whole, and to one summary.
public struct Summary: Mergeable, Hashable, Sendable, Codable {
  /// The version of the written form; another one is refused.
  public static let formatVersion = 3
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
  /// How sure the tagger was of those that were.
  public var certainty = Certainty()
  /// The same counts for conversations by product, channel, shop and who served; without those that name none.
  public var products: [String: Tallies] = [:], channels: [String: Tallies] = [:]
  public var shops: [String: Tallies] = [:], servers: [String: Tallies] = [:]
  /// The same by the campaigns named, and by who answered (names of ``Handling``).
  public var campaigns: [String: Tallies] = [:], handlings: [String: Tallies] = [:]

  /// Conversations by what was wanted; one conversation may count under several intents.
  public var intents = LabelCounts<Intent>()
  /// Those of them where it was answered when last asked.
  public var answeredWishes = LabelCounts<Intent>()
  /// Quotes by the name of their intent, from its first turn in a conversation; talk has none.
  public var wishQuotes: [String: Shelf<Quote>] = [:]
  /// Problems by the name of their intent.
  public var pains: [String: PainPoint] = [:]
  /// Missed sales by what kept the customer, and by what the shop did wrong.
  public var objections = LabelCounts<Objection>(), faults = LabelCounts<SellerFault>()
  public var missedSales = Shelf<MissedSale>()
  public var bargaining = Bargaining()
  public var preferences = Preferences()
  /// Routine matters by the name of their intent.
  public var automation: [String: Automation] = [:]
  /// Who came again for what.
  public var contacts = ContactLog()
  /// Conversations without any time, and those that name no customer: what needs these cannot be measured.
  public var withoutTime = 0, withoutCustomer = 0
  /// Feelings by what service did about them; those with later words of the customer, and those eased then.
  public var remedies = LabelCounts<Remedy>(), followed = LabelCounts<Remedy>(), eased = LabelCounts<Remedy>()
  /// Conversations where a negative feeling turned after a word of service, and what service did just before.
  public var turned = 0, turningActs = LabelCounts<Act>()
  public var hardest = Shelf<HardConversation>()
  /// What customers said, in a sample of conversations.
  public var wording = WordingSample()
  /// Orders after inquiries, by group: ``Conversion/all``, `signal.strong`, `price.high`, `stage.navigator` and such;
  /// empty when no orders are known.
  public var conversions: [String: Conversion] = [:]

  public init() {}

  /// Whether most customers wrote Chinese: the language a report defaults to.
  public var isMostlyChinese: Bool { chinese * 2 >= whole.conversations }

  public mutating func merge(_ other: Self) {
    whole.merge(other.whole)
    customers.merge(other.customers)
    chinese += other.chinese
    turns.merge(other.turns)
    untagged.merge(other.untagged)
    certainty.merge(other.certainty)
    Self.merge(&products, other.products)
    Self.merge(&channels, other.channels)
    Self.merge(&shops, other.shops)
    Self.merge(&servers, other.servers)
    Self.merge(&campaigns, other.campaigns)
    Self.merge(&handlings, other.handlings)
    intents.merge(other.intents)
    answeredWishes.merge(other.answeredWishes)
    Self.merge(&wishQuotes, other.wishQuotes)
    Self.merge(&pains, other.pains)
    objections.merge(other.objections)
    faults.merge(other.faults)
    missedSales.merge(other.missedSales)
    bargaining.merge(other.bargaining)
    preferences.merge(other.preferences)
    Self.merge(&automation, other.automation)
    contacts.merge(other.contacts)
    withoutTime += other.withoutTime
    withoutCustomer += other.withoutCustomer
    remedies.merge(other.remedies)
    followed.merge(other.followed)
    eased.merge(other.eased)
    turned += other.turned
    turningActs.merge(other.turningActs)
    hardest.merge(other.hardest)
    wording.merge(other.wording)
    Self.merge(&conversions, other.conversions)
  }

  private static func merge<Value: Mergeable>(_ mine: inout [String: Value], _ others: [String: Value]) {
    for (name, value) in others { mine[name, default: Value()].merge(value) }
  }

  /// Adds one whole conversation.
  ///
  /// - Parameters:
  ///   - conversation: its turns in order; an empty one changes nothing.
  ///   - settings: how its facts are measured: the same for all that one summary, or one merge, counts.
  ///   - orders: those of its customer; nil when no orders are known at all.
  ///   - isSampled: false where ``wording`` is to count it alone, since the sample is taken elsewhere.
  public mutating func add(
    _ conversation: [TaggedTurn], _ settings: FactSettings = FactSettings(), orders: [Order]? = nil,
    isSampled: Bool = true
  ) {
    guard !conversation.isEmpty else { return }
    let facts = ConversationFacts(conversation, settings)
    whole.add(facts)
    customers.insert(facts.customerID)
    let isChinese = conversation.indices.contains { index in
      conversation[index].speaker == .customer && conversation[index].text.unicodeScalars.contains(where: \.isHan)
    }
    if isChinese { chinese += 1 }
    turns.merge(facts.turns)
    untagged.merge(facts.untagged)
    certainty.merge(facts.certainty)
    if let product = facts.product { products[product, default: Tallies()].add(facts) }
    if let channel = facts.channel { channels[channel, default: Tallies()].add(facts) }
    if let shop = facts.shop { shops[shop, default: Tallies()].add(facts) }
    if let server = facts.servedBy { servers[server, default: Tallies()].add(facts) }
    for campaign in facts.campaigns { campaigns[campaign, default: Tallies()].add(facts) }
    handlings[facts.handling.name, default: Tallies()].add(facts)
    if facts.started == nil { withoutTime += 1 }
    if facts.customerID == nil { withoutCustomer += 1 }
    contacts.add(facts)
    bargaining.add(facts)
    preferences.add(facts)
    wording.add(conversation, isKept: isSampled)
    if let orders { Conversion.add(facts, orders, to: &conversions) }
    add(wishesOf: facts, in: conversation)
    add(missedSaleOf: facts, in: conversation)
    add(feelingsOf: facts, in: conversation)
  }

  private mutating func add(wishesOf facts: ConversationFacts, in conversation: [TaggedTurn]) {
    for wish in facts.wishes {
      intents[wish.intent] += 1
      if wish.isAnswered { answeredWishes[wish.intent] += 1 }
      if wish.intent.isRoutine { automation[wish.intent.name, default: Automation()].add(facts) }
      guard wish.intent.family != .talk else { continue }
      let turn = conversation[wish.position]
      let score = turn.tags.ofCustomer?.intents.first { $0.label == wish.intent }?.score ?? 0
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
        faultQuote: purchase.faultEvidence.map { Quote(conversation[$0], confidence: 1) },
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
    if let point = facts.emotion?.turningPoint {
      turned += 1
      for act in point.acts { turningActs[act] += 1 }
    }
    guard let path = facts.emotion, path.worst.weight > Emotion.confused.weight,
      let place = conversation.indices.first(where: {
        conversation[$0].number == path.worstTurn && conversation[$0].speaker == .customer
      })
    else { return }
    let turn = conversation[place]
    let unmet = facts.feelings.count { !$0.isMet }
    let points =
      path.worst.weight + max(0, path.end.weight) + (facts.outcome.outcome == .unresolved ? 2 : 0) + min(unmet, 3)
      + min(facts.repeatedAnswers, 3)
    hardest.insert(
      HardConversation(
        quote: Quote(turn, confidence: turn.tags.ofCustomer?.emotion.score ?? 0), points: points,
        worst: path.worst.name,
        end: path.end.name, outcome: facts.outcome.name, unmetFeelings: unmet, repeatedAnswers: facts.repeatedAnswers))
  }
}
