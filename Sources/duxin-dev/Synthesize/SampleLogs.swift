/// The sample logs: the files, and the numbers that their README tells.
struct SampleLogs: Sendable {
  struct File {
    var name: String
    var bytes: [UInt8]
  }

  private(set) var files: [File] = []
  private let shops: [Shop]
  private let orders: String
  /// By shop.
  private(set) var chats: [[Conversation]] = []

  init(library: DialogueLibrary, seed: UInt64) throws {
    shops = library.shops
    var synthesizer = Synthesizer(library: library, seed: seed)
    for (index, shop) in shops.enumerated() {
      chats.append(try synthesizer.conversations(of: index))
      let lines = ExportWriter.lines(chats[index], of: shop)
      files.append(File(name: shop.export.file, bytes: ExportBytes.file(lines, shop.export)))
    }
    orders = OrderBook(library: library, seed: seed).csv(chats)
    files.append(File(name: "orders.csv", bytes: Array(orders.utf8)))
  }

  /// Which conversation tells which part of the story, as CSV.
  var key: String {
    var text = "conversation_id,customer_id,shop,week,scene,dialogue,turns\n"
    for (shop, chats) in zip(shops, chats) {
      for chat in chats {
        text += "\(chat.id),\(chat.customerID),\(shop.name),\(chat.week),\(chat.scene),\(chat.dialogue),"
        text += "\(chat.messages.count)\n"
      }
    }
    return text
  }

  /// The template with its numbers filled in: `{{total}}`, `{{files}}`, `{{orders}}`, `{{story}}`, `{{dialogues}}`.
  func readme(_ template: String) -> String {
    let all = chats.flatMap { $0 }
    let total = "\(all.count) conversations with \(all.reduce(0) { $0 + $1.messages.count }) turns"
    return template.replacing("{{total}}", with: total).replacing("{{files}}", with: fileTable)
      .replacing("{{orders}}", with: String(orders.count { $0 == "\n" } - 1))
      .replacing("{{story}}", with: storyTable).replacing("{{dialogues}}", with: String(Set(all.map(\.dialogue)).count))
  }

  private var fileTable: String {
    var lines = ["| file | shop | conversations | turns | weeks 1 · 2 · 3 · 4 |", "|---|---|--:|--:|---|"]
    for (shop, chats) in zip(shops, chats) {
      let turns = chats.reduce(0) { $0 + $1.messages.count }
      lines.append("| `\(shop.export.file)` | \(shop.name) | \(chats.count) | \(turns) | \(weeks(chats)) |")
    }
    return lines.joined(separator: "\n")
  }

  private var storyTable: String {
    var lines = ["| scene | shop | conversations | weeks 1 · 2 · 3 · 4 |", "|---|---|--:|---|"]
    let scenes = Set(chats.joined().map(\.scene)).subtracting(["chatter"]).sorted()
    for scene in scenes {
      for (shop, chats) in zip(shops, chats) {
        let told = chats.filter { $0.scene == scene }
        if !told.isEmpty { lines.append("| `\(scene)` | \(shop.name) | \(told.count) | \(weeks(told)) |") }
      }
    }
    return lines.joined(separator: "\n")
  }

  private func weeks(_ chats: [Conversation]) -> String {
    (1...4).map { week in String(chats.count { $0.week == week }) }.joined(separator: " · ")
  }
}
