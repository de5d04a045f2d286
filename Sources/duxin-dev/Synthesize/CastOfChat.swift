import ChatModel

/// Who and what one conversation is about: the values of its slots, the same in all its lines.
struct CastOfChat {
  let product: Shop.Product
  let customerID: String
  let values: SlotValues
  private let agents: [Shop.Account]

  /// The slots whose use makes a chat one about an order.
  static let orderSlots = mask([.order, .tracking, .date])
  /// The slots that a product may lack.
  static let productSlots = mask([.oldprice, .newprice, .rise, .colour, .colour2, .size, .size2])

  private static func mask(_ slots: [Slot]) -> UInt64 { slots.reduce(0) { $0 | 1 << UInt64($1.rawValue) } }

  init(
    _ shop: Shop, _ product: Shop.Product, week: Int, start: Int64, _ library: DialogueLibrary,
    _ random: inout SeededRandom
  ) {
    self.product = product
    let language = shop.language
    var values = Self.slots(of: product, week: week)
    if !product.colours.isEmpty {
      let first = random.number(0...product.colours.count - 1)
      values[.colour] = product.colours[first]
      values[.colour2] = product.colours[(first + 1) % product.colours.count]
    }
    if product.sizes.count > 1 {
      let first = random.number(0...product.sizes.count - 2)
      (values[.size], values[.size2]) = (product.sizes[first], product.sizes[first + 1])
    }
    let others = shop.products.filter { $0.name != product.name }
    let similar = others.filter { !$0.kinds.filter(product.kinds.contains).isEmpty }
    let other = random.pick(similar.isEmpty ? others : similar)
    values[.other] = other.item
    values[.otherprice] = String(other.price(in: week))
    values[.order] = random.fill(shop.orders)
    values[.tracking] = random.fill(shop.trackings)
    for slot in [Slot.name, .phone, .address, .city, .height, .weight, .coupon, .ticket] {
      values[slot] = library.word(String(describing: slot), language, &random)
    }
    let day: Int64 = 86_400
    values[.date] = StoryCalendar.spoken(start - day * Int64(random.number(3...6)), language: language)
    values[.today] = StoryCalendar.spoken(start, language: language)
    values[.tomorrow] = StoryCalendar.spoken(start + day, language: language)
    values[.arrive] = StoryCalendar.spoken(start + day * Int64(random.number(2...3)), language: language)
    let first = random.number(0...shop.agents.count - 1)
    agents = [shop.agents[first], shop.agents[(first + 1) % shop.agents.count]]
    (values[.agent], values[.agent2]) = (agents[0].name, agents[1].name)
    values[.shop] = shop.name
    values[.bot] = shop.bot?.name ?? ""
    values[.courier] = shop.courier
    self.values = values
    let nickname = shop.customers.contains("*") ? library.word("nickname", language, &random) : ""
    customerID = random.fill(
      shop.customers.split(separator: "*", omittingEmptySubsequences: false)
        .joined(separator: nickname))
  }

  /// What a product gives by itself; where it has a choice, any.
  static func slots(of product: Shop.Product, week: Int) -> SlotValues {
    var values = SlotValues()
    let price = product.price(in: week)
    (values[.product], values[.item], values[.price]) = (product.name, product.item, String(price))
    values[.lower] = String(price * 17 / 20)
    if let (new, first) = product.newPrice, week >= first {
      (values[.oldprice], values[.newprice]) = (String(product.price), String(new))
      values[.rise] = String(new - product.price)
    }
    if product.colours.count > 1 { (values[.colour], values[.colour2]) = (product.colours[0], product.colours[1]) }
    if product.sizes.count > 1 { (values[.size], values[.size2]) = (product.sizes[0], product.sizes[1]) }
    return values
  }

  /// Who an export says that a role is.
  func account(of role: Dialogue.Role, _ shop: Shop) -> (Speaker, String) {
    switch role {
    case .customer: (.customer, customerID)
    case .agent: (.agent, agents[0].id)
    case .secondAgent: (.agent, agents[1].id)
    case .bot: (.bot, shop.bot?.id ?? "")
    case .system: (.system, "")
    }
  }
}
