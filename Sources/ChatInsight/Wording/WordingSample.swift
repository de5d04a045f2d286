public import ChatModel

/// What customers said, word for word, in a sample of conversations: where new wording is looked for.
///
/// Holds the conversations with the smallest hashes of their ids, all of them up to ``capacity``: a fair sample, the
/// same in whatever order and parts conversations come, and exact over any merge.
public struct WordingSample: Mergeable, Hashable, Sendable {
  public static let capacity = 2000
  /// A conversation is kept up to so many characters.
  private static let textLimit = 600

  /// One turn of a customer.
  public struct Line: Hashable, Sendable, Codable {
    public var turn: Int64
    public var text: String
  }

  /// What a customer said in one conversation.
  public struct Entry: Hashable, Sendable, Codable {
    var order: UInt64
    public var conversationID: String
    public var lines: [Line]

    /// Two shops may use the same id: then what was said decides.
    fileprivate func precedes(_ other: Entry) -> Bool {
      let (own, others) = ((order, conversationID), (other.order, other.conversationID))
      guard own == others else { return own < others }
      return lines.lexicographicallyPrecedes(other.lines) { ($0.turn, $0.text) < ($1.turn, $1.text) }
    }
  }

  /// Conversations with words of a customer, kept or not.
  public private(set) var conversations = 0
  /// Those kept, in the order of their hashes.
  public private(set) var entries: [Entry] = []

  public init() {}

  /// The place of a conversation in the order in which a sample takes them.
  public static func order(of conversationID: String) -> UInt64 { stableHash(conversationID) }

  /// Adds a whole conversation; one without words of the customer changes nothing.
  ///
  /// - Parameter isKept: false where it is counted alone.
  public mutating func add(_ conversation: [TaggedTurn], isKept: Bool = true) {
    guard let id = conversation.first?.conversationID,
      conversation.indices.contains(where: conversation.holdsWordsOfCustomer)
    else { return }
    conversations += 1
    guard isKept else { return }
    let order = Self.order(of: id)
    if entries.count == Self.capacity, let last = entries.last, order > last.order { return }
    var rest = Self.textLimit
    var lines: [Line] = []
    for index in conversation.indices where conversation.holdsWordsOfCustomer(at: index) && rest > 0 {
      let text = conversation[index].text
      let count = text.scalarCount
      lines.append(
        Line(
          turn: conversation[index].number,
          text: count <= rest ? text : String(text.unicodeScalars.prefix(rest))))
      rest -= count
    }
    insert(Entry(order: order, conversationID: id, lines: lines))
  }

  /// Takes over what is kept by a sample of the same conversations.
  public mutating func keep(_ other: Self) { entries = other.entries }

  public mutating func merge(_ other: Self) {
    conversations += other.conversations
    guard !other.entries.isEmpty else { return }
    // Both are in order already.
    var merged: [Entry] = []
    var (mine, others) = (entries[...], other.entries[...])
    while merged.count < Self.capacity, let own = mine.first ?? others.first {
      if let foreign = others.first, mine.isEmpty || foreign.precedes(own) {
        merged.append(foreign)
        others.removeFirst()
      } else {
        merged.append(own)
        mine.removeFirst()
      }
    }
    entries = merged
  }

  private mutating func insert(_ entry: Entry) {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].precedes(entry) { low = middle + 1 } else { high = middle }
    }
    guard low < Self.capacity else { return }
    entries.insert(entry, at: low)
    if entries.count > Self.capacity { entries.removeLast() }
  }
}

extension WordingSample: Codable {}

extension [TaggedTurn] {
  fileprivate func holdsWordsOfCustomer(at turn: Int) -> Bool {
    self[turn].speaker == .customer && !self[turn].text.isEmpty
  }
}
