public import ChatModel

/// One problem: how many it hurt, how badly, and on which products.
public struct PainPoint: Mergeable, Hashable, Sendable, Codable {
  /// The counts of a problem, on all products or on one.
  public struct Counts: Mergeable, Hashable, Sendable, Codable {
    public var conversations = 0
    /// Conversations where a turn that tells of it is negative; those that ended unresolved.
    public var negative = 0, unresolved = 0
    /// The sum of the conversations' severities, 0 to 5 each.
    public var severity = 0

    public init() {}

    public mutating func merge(_ other: Self) {
      conversations += other.conversations
      negative += other.negative
      unresolved += other.unresolved
      severity += other.severity
    }

    mutating func add(_ problem: ConversationFacts.Problem, of facts: ConversationFacts) {
      conversations += 1
      if problem.isNegative { negative += 1 }
      if facts.outcome.outcome == .unresolved { unresolved += 1 }
      severity += problem.severity
    }

    /// The mean severity from 0 to 5, or nil when nothing was counted.
    public var meanSeverity: Double? { conversations > 0 ? Double(severity) / Double(conversations) : nil }
  }

  public var all = Counts()
  public var customers = CustomerSet()
  /// By product, without conversations that name none.
  public var products: [String: Counts] = [:]
  public var quotes = Shelf<Quote>()

  public init() {}

  public mutating func merge(_ other: Self) {
    all.merge(other.all)
    customers.merge(other.customers)
    for (product, counts) in other.products { products[product, default: Counts()].merge(counts) }
    quotes.merge(other.quotes)
  }

  mutating func add(_ problem: ConversationFacts.Problem, of facts: ConversationFacts) {
    all.add(problem, of: facts)
    customers.insert(facts.customerID)
    if let product = facts.product { products[product, default: Counts()].add(problem, of: facts) }
    quotes.insert(problem.quote)
  }
}
