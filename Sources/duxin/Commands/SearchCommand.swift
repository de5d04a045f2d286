import ArgumentParser
import ChatModel
import ChatStore

/// `duxin search`: turns by their words, with their neighbours.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Finds turns by their words and tags, newest first, with the turns around them.",
    discussion: """
      All words must stand in one turn. Chinese words of any length are found wherever they stand, Latin ones at the
      beginning of words and in any case, numbers whole. Column found is > (in JSON 1) for a turn that was found and
      empty (0) for its neighbours.

      EXAMPLES
        duxin search 便宜 --db shop.db
        duxin search 发货 --emotion angry --since 7d --context 3
        duxin search refund --intent refund_status --format jsonl
        duxin search "" --price high --speaker customer --limit 50
      """)

  @Argument(help: ArgumentHelp("Words, each of which must be there; \"\" looks by tags alone.", valueName: "word"))
  var text: [String]

  @Option(help: ArgumentHelp("Only customer, agent, bot or system.", valueName: "name"))
  var speaker: String?

  @Option(help: ArgumentHelp("Only turns with this intent, such as return_refund.", valueName: "label"))
  var intent: String?

  @Option(help: ArgumentHelp("Only turns with this emotion, such as angry.", valueName: "label"))
  var emotion: String?

  @Option(help: ArgumentHelp("Only turns with this price sensitivity, such as high.", valueName: "label"))
  var price: String?

  @Option(help: ArgumentHelp("Only this shop.", valueName: "name"))
  var shop: String?

  @OptionGroup var span: SpanArguments

  @Option(name: [.customShort("C"), .long], help: ArgumentHelp("Turns shown before and after.", valueName: "n"))
  var context = 1

  @Option(help: ArgumentHelp("Turns found at most.", valueName: "n"))
  var limit = 20

  @OptionGroup var result: ResultArguments
  @OptionGroup var store: StoreArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    var writer = try result.writer()
    let settings = try common.settings()
    let search = try search(settings)
    let (passages, total) = try store.reader(settings).search(search)
    let query = try ReadOnlyQuery(path: store.path(settings))
    try writer.begin(["found", "conversation_id", "turn", "timestamp", "speaker", "emotion", "intents", "text"])
    for passage in passages {
      for (place, turn) in passage.turns.enumerated() {
        let isFound = passage.found.contains(place)
        try writer.add([writer.mark(isFound)] + row(turn, query))
      }
    }
    try writer.end()
    let shown = passages.reduce(0) { $0 + $1.found.count }
    if shown < total { common.console(settings).note("the newest \(shown) of \(total) turns; --limit N shows more") }
    if total == 0 { common.console(settings).note("no turn matches") }
  }

  private func row(_ turn: TaggedTurn, _ query: ReadOnlyQuery) throws -> [QueryValue] {
    var (emotion, intents) = (QueryValue.null, QueryValue.null)
    if case .customer(let tags) = turn.tags {
      emotion = .text(tags.emotion.label.name)
      intents = .text(tags.intents.array.map(\.label.name).joined(separator: ","))
    }
    return [
      .text(turn.conversationID), .integer(turn.number),
      try turn.time.map { .text(try query.text(of: $0)) } ?? .null, .text(turn.speaker.name), emotion, intents,
      .text(turn.text),
    ]
  }

  private func search(_ settings: Settings) throws -> TurnSearch {
    var search = TurnSearch(words: text.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) })
    search.speaker = try label(speaker, "speaker")
    search.intent = try label(intent, "intent")
    search.emotion = try label(emotion, "emotion")
    search.price = try label(price, "price")
    search.shop = shop
    (search.since, search.until) = try span.moments(settings, store)
    guard context >= 0, limit >= 1 else {
      throw Failure(message: "--context is 0 or more, --limit 1 or more", status: Failure.usage)
    }
    (search.context, search.limit) = (context, limit)
    return search
  }

  private func label<L: Label>(_ name: String?, _ option: String) throws -> L? {
    guard let name else { return nil }
    guard let label = L(name: name) else {
      let known = L.names.joined(separator: ", ")
      throw Failure(message: "--\(option) is one of \(known), not '\(name)'", status: Failure.usage)
    }
    return label
  }
}
