public import ChatModel

/// How often something was named, in each stance, by distinct conversations.
public struct Preference: Mergeable, Hashable, Sendable, Codable {
  public var all = LabelCounts<Stance>()
  /// By product, without conversations that name none.
  public var products: [String: LabelCounts<Stance>] = [:]
  /// Quotes by the name of their stance.
  public var quotes: [String: Shelf<Quote>] = [:]

  public init() {}

  public mutating func merge(_ other: Self) {
    all.merge(other.all)
    for (product, counts) in other.products { products[product, default: LabelCounts()].merge(counts) }
    for (stance, shelf) in other.quotes { quotes[stance, default: Shelf()].merge(shelf) }
  }

  mutating func add(_ mention: ConversationFacts.Mention, product: String?) {
    all[mention.stance] += 1
    if let product { products[product, default: LabelCounts()][mention.stance] += 1 }
    quotes[mention.stance.name, default: Shelf()].insert(mention.quote)
  }
}

/// What customers named, by kind of word and key.
public struct Preferences: Mergeable, Hashable, Sendable, Codable {
  /// Attribute values such as `colour.black`; for whom; for what; compared with whom.
  public var attributes: [String: Preference] = [:], audiences: [String: Preference] = [:]
  public var occasions: [String: Preference] = [:], competitors: [String: Preference] = [:]

  public init() {}

  public mutating func merge(_ other: Self) {
    for path in [\Self.attributes, \.audiences, \.occasions, \.competitors] {
      for (key, value) in other[keyPath: path] { self[keyPath: path][key, default: Preference()].merge(value) }
    }
  }

  mutating func add(_ facts: ConversationFacts) {
    for mention in facts.mentions {
      let path: WritableKeyPath<Self, [String: Preference]> =
        switch mention.term.kind {
        case .audience: \.audiences
        case .occasion: \.occasions
        case .competitor: \.competitors
        default: \.attributes
        }
      self[keyPath: path][mention.term.key, default: Preference()].add(mention, product: facts.product)
    }
  }
}
