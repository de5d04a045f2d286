public import ChatModel

/// What a customer keeps coming back for: intents that stand for one matter.
enum Matter: UInt8, CaseIterable {
  case order, money, delivery, goods, use, account

  /// The matter of an intent; nil for what is asked before buying, for talk, and for what may be about anything.
  ///
  /// To ask again before buying is no failure of service.
  init?(_ intent: Intent) {
    switch intent {
    case .orderModify, .orderCancel, .orderStatus: self = .order
    case .payment, .invoice, .priceProtection, .reviewReward: self = .money
    case .dispatchTime, .logisticsTracking, .urgeDelivery, .deliveryArrangement, .deliveryException: self = .delivery
    case .returnRefund, .refundStatus, .exchange, .repairWarranty, .qualityIssue, .wrongMissingItem: self = .goods
    case .usageHelp: self = .use
    case .accountMembership: self = .account
    default: return nil
    }
  }
}

extension Matter {
  /// One bit for each matter of intents that are given as one bit each.
  static func bits(_ intents: UInt64) -> UInt8 {
    var (rest, matters) = (intents, UInt8(0))
    while rest != 0 {
      let intent = Intent(rawValue: UInt8(rest.trailingZeroBitCount))
      if let matter = intent.flatMap(Matter.init) { matters |= 1 << matter.rawValue }
      rest &= rest - 1
    }
    return matters
  }
}

extension ConversationFacts {
  /// One bit for each ``Intent`` that was wished.
  public var intentBits: UInt64 { wishes.reduce(0) { $0 | 1 << UInt64($1.intent.rawValue) } }

  /// One bit for each matter that a later conversation may repeat.
  public var matterBits: UInt8 { Matter.bits(intentBits) }
}

/// The contacts of customers on matters that should be settled once: finds who had to come again, over any merge.
///
/// A conversation repeats an earlier one when the same customer began both, at most seven days apart, and they share a
/// matter; they do not when both name orders, or else products, and these differ. Ids are kept as 64-bit hashes.
public struct ContactLog: Mergeable, Hashable, Sendable {
  /// Seven days, in seconds.
  public static let window: Int64 = 7 * 86_400

  /// One conversation.
  struct Contact: Hashable, Sendable {
    var customer: UInt64
    /// When it began, in seconds since 1970.
    var start: Int64
    var conversation: UInt64
    /// 0: not named.
    var order, product: UInt64
    /// One bit for each ``Intent``; the highest bit says that a bot closed it.
    var intents: UInt64

    static let closedByBot: UInt64 = 1 << 63

    /// One bit for each ``Matter``.
    var matters: UInt8 { Matter.bits(intents) }

    /// Whether two contacts of one customer are about the same thing.
    func isAboutTheSame(as other: Contact) -> Bool {
      if matters & other.matters == 0 { return false }
      if order != 0, other.order != 0 { return order == other.order }
      return product == 0 || other.product == 0 || product == other.product
    }

    var words: [UInt64] { [customer, UInt64(bitPattern: start), conversation, order, product, intents] }
  }

  private(set) var contacts: Set<Contact> = []

  public init() {}

  /// Conversations whose repetition can be seen: they name a customer, a time and a matter.
  public var count: Int { contacts.count }

  public mutating func merge(_ other: Self) { contacts.formUnion(other.contacts) }

  /// Adds a conversation, where it names a customer, a time and a matter.
  mutating func add(_ facts: ConversationFacts) {
    guard let customer = facts.customerID, let started = facts.started else { return }
    add(
      facts.conversationID, customer: customer, started: started, product: facts.product, order: facts.orderID,
      intents: facts.intentBits, isClosedByBot: facts.isClosedByBot)
  }

  /// Adds a conversation by what is known of it; one without a matter changes nothing.
  ///
  /// - Parameter intents: one bit for each ``Intent``.
  public mutating func add(
    _ conversationID: String, customer: String, started: Timestamp, product: String?, order: String?, intents: UInt64,
    isClosedByBot: Bool
  ) {
    guard Matter.bits(intents) != 0 else { return }
    let contact = Contact(
      customer: stableHash(customer), start: started.seconds, conversation: stableHash(conversationID),
      order: order.map { stableHash($0) } ?? 0, product: product.map { stableHash($0) } ?? 0,
      intents: isClosedByBot ? intents | Contact.closedByBot : intents)
    contacts.insert(contact)
  }
}

/// What the contacts of a period show beside those before and after it.
public struct Repeats: Hashable, Sendable {
  /// Conversations that repeat an earlier one, and those that were repeated later.
  public var again = 0, followed = 0
  /// Conversations that a bot closed and that were repeated later, by routine intent.
  public var reopened = LabelCounts<Intent>()

  /// - Parameters:
  ///   - period: the contacts that are judged.
  ///   - around: those of the seven days before and after; may hold the same again.
  public init(_ period: ContactLog, around: ContactLog = ContactLog()) {
    let all = period.contacts.union(around.contacts).sorted { $0.customer < $1.customer }
    var rest = all[...]
    while let customer = rest.first?.customer {
      let contacts = rest.prefix { $0.customer == customer }
      rest = rest[contacts.endIndex...]
      // Most come once.
      if contacts.count > 1 { count(contacts, period) }
    }
  }

  /// Counts what the contacts of one customer show.
  private mutating func count(_ contacts: ArraySlice<ContactLog.Contact>, _ period: ContactLog) {
    for contact in contacts where period.contacts.contains(contact) {
      let others = contacts.filter { other in
        other.conversation != contact.conversation && abs(other.start - contact.start) <= ContactLog.window
          && other.isAboutTheSame(as: contact)
      }
      let at = (contact.start, contact.conversation)
      if others.contains(where: { ($0.start, $0.conversation) < at }) { again += 1 }
      guard others.contains(where: { ($0.start, $0.conversation) > at }) else { continue }
      followed += 1
      guard contact.intents & ContactLog.Contact.closedByBot != 0 else { continue }
      for intent in Intent.allCases where intent.isRoutine && contact.intents & (1 << UInt64(intent.rawValue)) != 0 {
        reopened[intent] += 1
      }
    }
  }
}

extension ContactLog: Codable {
  /// Written as rows of six numbers, in rising order.
  public func encode(to encoder: any Encoder) throws {
    try contacts.map(\.words).sorted { $0.lexicographicallyPrecedes($1) }.encode(to: encoder)
  }

  public init(from decoder: any Decoder) throws {
    for row in try [[UInt64]](from: decoder) {
      guard row.count == 6 else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "a contact has six numbers, not \(row.count)"))
      }
      contacts.insert(
        Contact(
          customer: row[0], start: Int64(bitPattern: row[1]), conversation: row[2], order: row[3], product: row[4],
          intents: row[5]))
    }
  }
}
