import ChatModel

/// The orders of the customers who chat: those that chats are about, and those that follow an inquiry.
struct OrderBook {
  private let library: DialogueLibrary
  private let seed: UInt64
  /// In how many of 100 chats an order follows that do not end with the word of one: everyday chats, and the others.
  private static let (usual, rare) = (45, 10)
  private static let header = "order_id,customer_id,shop,product,amount,created,paid,refunded\n"

  /// One product of an order; times in seconds since 1970 on the clock of the shops.
  private struct Line {
    var orderID, customerID, shop, product: String
    var amount: Int
    var created: Int64
    var paid, refunded: Int64?
  }

  init(library: DialogueLibrary, seed: UInt64) { (self.library, self.seed) = (library, seed) }

  /// All orders as CSV, by the time they were made.
  ///
  /// - Parameter chats: those of each shop.
  func csv(_ chats: [[Conversation]]) -> String {
    var lines: [Line] = []
    for (shop, chats) in zip(library.shops, chats) {
      var random = SeededRandom(seed: seed, name: shop.key + " orders")
      var known: Set<String> = []
      for chat in chats where chat.orderID.isEmpty || known.insert(chat.orderID).inserted {
        lines += order(of: chat, in: shop, &random)
      }
    }
    lines.sort { ($0.created, $0.orderID, $0.product) < ($1.created, $1.orderID, $1.product) }
    return Self.header + lines.map(Self.row).joined()
  }

  private func order(of chat: Conversation, in shop: Shop, _ random: inout SeededRandom) -> [Line] {
    guard let dialogue = library.named[chat.dialogue].map({ library.dialogues[$0] }),
      let product = shop.products.first(where: { $0.name == chat.product })
    else { return [] }
    let id = chat.orderID.isEmpty ? random.fill(shop.orders) : chat.orderID
    let last = chat.messages.last { $0.time != nil }?.time ?? chat.start
    var created = last + Int64(random.number(120...7200))
    let isInquiry = chat.orderID.isEmpty || dialogue.buys != nil
    if isInquiry {
      guard random.chance(dialogue.buys ?? (dialogue.scene == "chatter" ? Self.usual : Self.rare)) else { return [] }
      // Some think it over.
      if random.chance(20) { created = StoryCalendar.later(last, days: random.number(1...5), &random) }
    } else {
      created = chat.start - Int64(random.number(86_400...5 * 86_400))
    }
    let pieces = random.chance(15) ? 2 : 1
    var line = Line(
      orderID: id, customerID: chat.customerID, shop: shop.name, product: product.name,
      amount: product.price(in: StoryCalendar.week(of: created) ?? 1) * pieces, created: created)
    if !isInquiry || random.chance(95) { line.paid = created + Int64(random.number(20...900)) }
    if let paid = line.paid, random.chance(dialogue.refunds) {
      // A refund follows the chat about it, where there is one.
      line.refunded = (isInquiry ? paid : last) + Int64(random.number(3600...4 * 86_400))
    }
    var lines = [line]
    if random.chance(12), let other = shop.products.first(where: { $0.name != product.name }) {
      (line.product, line.amount) = (other.name, other.price(in: StoryCalendar.week(of: created) ?? 1))
      lines.append(line)
    }
    return lines.compactMap(Self.asExported)
  }

  /// The export ends with the four weeks: what came later is not in it.
  private static func asExported(_ line: Line) -> Line? {
    guard line.created < StoryCalendar.end else { return nil }
    var line = line
    if let paid = line.paid, paid >= StoryCalendar.end { line.paid = nil }
    if let refunded = line.refunded, refunded >= StoryCalendar.end { line.refunded = nil }
    return line
  }

  private static func row(_ line: Line) -> String {
    let times = [line.created, line.paid, line.refunded].map { $0.map(StoryCalendar.written) ?? "" }
    return ([line.orderID, line.customerID, line.shop, line.product, "\(line.amount).00"] + times)
      .joined(separator: ",") + "\n"
  }
}
