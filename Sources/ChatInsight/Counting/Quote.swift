import ChatModel

extension String {
  /// The number of its scalars: all bytes but those that go on a character.
  var scalarCount: Int {
    let bytes = utf8.span
    return bytes.indices.reduce(0) { bytes[$1] & 0xC0 == 0x80 ? $0 : $0 + 1 }
  }
}

/// A customer's sentence that stands for many, and where it was said.
public struct Quote: ShelfItem {
  public static let capacity = 3

  public var conversationID: String
  /// The number of the turn.
  public var turn: Int64
  /// What was said; at most 200 characters.
  public var text: String
  /// Typical sentences have a small rank.
  ///
  /// 0 for a short text (6 to 40 characters) with a clear label, 1 for a short text, 2 for others. Equal ranks go by a
  /// hash, so that a choice is the same in every run and order.
  private var rank: UInt8
  private var order: UInt64

  /// - Parameter confidence: that of the label the quote is to show, from 0 to 1.
  init(_ turn: TaggedTurn, confidence: Float) {
    self.init(conversationID: turn.conversationID, turn: turn.number, text: turn.text, confidence: confidence)
  }

  init(conversationID: String, turn: Int64, text: String, confidence: Float = 1) {
    (self.conversationID, self.turn) = (conversationID, turn)
    self.text = text.utf8.count <= 200 ? text : String(text.prefix(200))
    let isShort = (6...40).contains(text.scalarCount)
    rank = isShort ? confidence >= 0.6 ? 0 : 1 : 2
    order = stableHash(conversationID, turn)
  }

  public var key: String { text }

  public static func < (a: Self, b: Self) -> Bool {
    (a.rank, a.order, a.turn, a.conversationID) < (b.rank, b.order, b.turn, b.conversationID)
  }
}

/// A sale that a chat shows as missed.
public struct MissedSale: ShelfItem {
  public static let capacity = 30

  public var quote: Quote
  public var product: String?
  /// The name of the ``Objection``, and of the ``SellerFault``.
  public var objection: String
  public var fault: String?
  /// The turn that shows the fault.
  public var faultQuote: Quote?
  /// Whether the customer was ready to buy.
  public var wasReady: Bool

  public var key: String { quote.conversationID }

  /// Customers who were ready come first.
  public static func < (a: Self, b: Self) -> Bool {
    a.wasReady == b.wasReady ? a.quote < b.quote : a.wasReady
  }
}

/// A conversation that a service lead should read.
public struct HardConversation: ShelfItem {
  public static let capacity = 10

  /// Its worst turn.
  public var quote: Quote
  /// How hard it went: weights of the worst and the last feeling, 2 when unresolved, and one each for feelings nobody
  /// met and answers said again (3 at most of each).
  public var points: Int
  /// The names of the worst and the last ``Emotion``, and of the ``OutcomeReason``.
  public var worst, end, outcome: String
  public var unmetFeelings, repeatedAnswers: Int

  public var key: String { quote.conversationID }

  public static func < (a: Self, b: Self) -> Bool {
    a.points == b.points ? a.quote < b.quote : a.points > b.points
  }
}
