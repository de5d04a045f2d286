/// A shop that sells and answers, and the export its chats are written to.
struct Shop {
  struct Product {
    var name: String
    /// What customers call it.
    var item: String
    var kinds: [String]
    /// Whole units of money, and from which week on (1 to 4) another price holds.
    var price: Int
    var newPrice: (price: Int, week: Int)?
    var colours: [String]
    var sizes: [String]

    /// The price in a week.
    func price(in week: Int) -> Int {
      if let newPrice, week >= newPrice.week { newPrice.price } else { price }
    }
  }

  /// A person or a bot who answers: the name in the chat and the account in the export.
  struct Account {
    var name: String
    var id: String
  }

  /// How many chats of a part of the story each of the four weeks has.
  struct Plot {
    var scene: String
    var counts: [Int]
  }

  let key: String
  let name: String
  let language: String
  let channel: String
  let export: ExportFormat
  let agents: [Account]
  let bot: Account?
  /// Patterns of ids; `?` is a digit, `*` a nickname.
  let customers, orders, trackings: String
  let courier: String
  /// How long a person takes to answer, in the middle, in seconds.
  let replySeconds: Int
  /// Chats a week that belong to no part of the story.
  let chatter: Int
  let plots: [Plot]
  let products: [Product]

  init(_ block: AuthoredBlock) throws {
    func number(_ key: String) throws -> Int {
      guard let number = Int(try block.value(key)) else { throw AuthoringError(block.place, "\(key) is no number") }
      return number
    }
    key = block.name
    name = try block.value("name")
    language = try block.value("lang")
    channel = try block.value("channel")
    export = try ExportFormat(block)
    agents = try block.list("agents").map { try Self.account($0, block.place) }
    bot = try block.optional("bot").map { try Self.account($0, block.place) }
    customers = try block.value("customers")
    orders = try block.value("orders")
    trackings = try block.value("trackings")
    courier = try block.value("courier")
    replySeconds = try number("reply")
    chatter = try number("weekly")
    plots = try block.all("story").map(Self.plot)
    products = try block.all("product").map(Self.product)
    if agents.count < 2 || products.count < 2 {
      throw AuthoringError(block.place, "a shop has at least two agents and two products")
    }
  }

  private static func account(_ text: String, _ place: AuthoredBlock.Place) throws -> Account {
    let parts = AuthoredBlock.split(text, by: "=")
    guard parts.count == 2 else { throw AuthoringError(place, "write `name = account`") }
    return Account(name: parts[0], id: parts[1])
  }

  private static func plot(_ line: AuthoredBlock.Line) throws -> Plot {
    let parts = AuthoredBlock.split(line.text, by: " ")
    let counts = parts.dropFirst().compactMap { Int($0) }
    guard parts.count == 5, counts.count == 4 else {
      throw AuthoringError(line.place, "write `story: scene 0 0 12 4`, a count for each week")
    }
    return Plot(scene: parts[0], counts: counts)
  }

  /// Reads `name; item short; kinds a b; price 129; colours x/y; sizes s/m`, with `price 129 then 159 in 4`.
  private static func product(_ line: AuthoredBlock.Line) throws -> Product {
    let parts = AuthoredBlock.split(line.text, by: ";")
    var product = Product(name: parts[0], item: parts[0], kinds: [], price: 0, colours: [], sizes: [])
    for part in parts.dropFirst() {
      let key = part.prefix { $0 != " " }
      let value = String(part.dropFirst(key.count + 1))
      let words = AuthoredBlock.split(value, by: " ")
      switch key {
      case "item": product.item = value
      case "kinds": product.kinds = words
      case "colours": product.colours = AuthoredBlock.split(value, by: "/")
      case "sizes": product.sizes = AuthoredBlock.split(value, by: "/")
      case "price":
        product.price = Int(words[0]) ?? 0
        if words.count == 5, let price = Int(words[2]), let week = Int(words[4]) { product.newPrice = (price, week) }
      default: throw AuthoringError(line.place, "\(key) is no part of a product")
      }
    }
    guard product.price > 0, !product.kinds.isEmpty else {
      throw AuthoringError(line.place, "a product has a price and kinds")
    }
    return product
  }
}
