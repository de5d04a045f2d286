import ChatModel

/// One authored chat: who says what after how long, for which products and weeks.
struct Dialogue: Sendable {
  /// Who says a line.
  enum Role: Sendable {
    case customer, agent, secondAgent, bot, system
  }

  enum Step: Sendable {
    case say(Role, MessageType, percent: Int, Phrase)
    /// A silence in minutes.
    case wait(minutes: Int)
    /// A silence until some hour of a later day.
    case sleep(days: Int)
  }

  /// A later chat of the same customer about the same order.
  struct Sequel: Sendable {
    var name: String
    var days: Int
    var percent: Int
  }

  let name: String
  let language: String
  /// The part of the planted story, or `chatter`.
  let scene: String
  let weeks: ClosedRange<Int>
  /// How often it is drawn beside others.
  let weight: Int
  /// The kinds of product it fits; empty for any.
  let kinds: [String]
  /// The shops it fits; empty for any.
  let shops: [String]
  let isAtNight: Bool
  let sequel: Sequel?
  /// Only ever told as the sequel of another.
  let isSequel: Bool
  /// Whether it may be told with an opening before it and a closing after it.
  let isFramed: Bool
  /// Only for an opening or a closing: the scenes it goes with.
  let around: [String]
  /// Whether it is about an order.
  let hasOrder: Bool
  /// In how many of 100 chats an order follows; nil: in few, and in none where the chat is about an order.
  let buys: Int?
  /// How many of 100 orders are refunded.
  let refunds: Int
  let steps: [Step]
  /// The slots that its lines name, one bit each.
  let needs: UInt64
  let hasBot: Bool

  init(_ block: AuthoredBlock, language: String) throws {
    (name, self.language) = (block.name, language)
    scene = block.optional("scene") ?? "chatter"
    let weeks = (block.optional("weeks") ?? "1-4").split(separator: "-").compactMap { Int($0) }
    guard let first = weeks.first, let last = weeks.last, 1 <= first, first <= last, last <= 4 else {
      throw AuthoringError(block.place, "weeks are `1-4` or a part of it")
    }
    self.weeks = first...last
    weight = Int(block.optional("weight") ?? "1") ?? 1
    kinds = block.optional("for").map { AuthoredBlock.split($0, by: " ") } ?? []
    shops = block.optional("shops").map { AuthoredBlock.split($0, by: " ") } ?? []
    isAtNight = block.optional("hours") == "night"
    isSequel = block.optional("sequel") == "yes"
    isFramed = block.optional("framed") != "no"
    around = block.optional("around").map { AuthoredBlock.split($0, by: " ") } ?? []
    sequel = try block.all("then").first.map(Self.sequel)
    buys = block.optional("buys").flatMap { Int($0) }
    refunds = Int(block.optional("refunds") ?? "5") ?? 0
    steps = try block.chat.map(Self.step)
    var needs: UInt64 = 0
    var hasBot = false
    for case .say(let role, _, _, let phrase) in steps {
      needs |= phrase.needs
      hasBot = hasBot || role == .bot
    }
    (self.needs, self.hasBot) = (needs, hasBot)
    hasOrder = block.optional("order") == "yes" || needs & CastOfChat.orderSlots != 0
  }

  /// How many days after its first the last line is said.
  var days: Int {
    steps.reduce(0) { if case .sleep(let days) = $1 { $0 + days } else { $0 } }
  }

  /// Whether it can be told in a shop in a week (1 to 4); a sequel never by itself.
  func fits(_ shop: Shop, week: Int) -> Bool {
    language == shop.language && weeks.contains(week) && !isSequel && (!hasBot || shop.bot != nil)
      && (shops.isEmpty || shops.contains(shop.key))
  }

  /// Whether it can be told about a product that gives the slots `given`, one bit each.
  func fits(_ product: Shop.Product, given: UInt64) -> Bool {
    needs & CastOfChat.productSlots & ~given == 0 && (kinds.isEmpty || kinds.contains(where: product.kinds.contains))
  }

  /// Reads `name 2d 60%`.
  private static func sequel(_ line: AuthoredBlock.Line) throws -> Sequel {
    let parts = AuthoredBlock.split(line.text, by: " ")
    guard parts.count == 3, let days = Int(parts[1].dropLast()), let percent = Int(parts[2].dropLast()) else {
      throw AuthoringError(line.place, "write `then: name 2d 60%`")
    }
    return Sequel(name: parts[0], days: days, percent: percent)
  }

  /// Reads `C: text`, `C?: text` (said in half of the chats), `C[image]:`, `A2: text`, `~ 20m`, `~ 3h`, `~ 1d`.
  private static func step(_ line: AuthoredBlock.Line) throws -> Step {
    if line.text.hasPrefix("~") {
      let length = line.text.dropFirst().drop { $0 == " " }
      guard let number = Int(length.dropLast()), let unit = length.last, "mhd".contains(unit) else {
        throw AuthoringError(line.place, "write `~ 20m`, `~ 3h` or `~ 1d`")
      }
      return unit == "d" ? .sleep(days: number) : .wait(minutes: unit == "h" ? number * 60 : number)
    }
    guard let colon = line.text.firstIndex(of: ":") else { throw AuthoringError(line.place, "has no colon") }
    var head = line.text[..<colon]
    let percent = head.last == "?" ? 50 : 100
    if head.last == "?" { head.removeLast() }
    var type = MessageType.text
    if let open = head.firstIndex(of: "["), head.last == "]" {
      guard let named = MessageType(name: head[head.index(after: open)...].dropLast()) else {
        throw AuthoringError(line.place, "\(head) names no type of message")
      }
      type = named
      head = head[..<open]
    }
    let roles: [Substring: Role] = ["C": .customer, "A": .agent, "A2": .secondAgent, "B": .bot, "S": .system]
    guard let role = roles[head] else { throw AuthoringError(line.place, "\(head) is no speaker") }
    if role == .system { type = .system }
    let text = line.text[line.text.index(after: colon)...].drop { $0 == " " }
    return .say(role, type, percent: percent, try Phrase(AuthoredBlock.Line(place: line.place, text: String(text))))
  }
}
