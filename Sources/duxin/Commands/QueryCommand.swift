import ArgumentParser
import ChatStore

/// `duxin query`: ad-hoc questions in SQL, read-only.
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Answers ad-hoc questions in SQL over v_turn and v_conversation, or by a saved query.",
    discussion: """
      Read-only and limited in time and rows. :since and :until in the SQL are the moments of these options.

      EXAMPLES
        duxin query --list
        duxin query --name pain_points --since 7d --db shop.db
        duxin query "SELECT emotion, count(*) FROM v_turn WHERE speaker = 'customer' GROUP BY emotion"
        duxin query --name intents --format csv > intents.csv
      """)

  @Argument(help: "One SELECT statement.")
  var sql: String?

  @Option(help: ArgumentHelp("A saved query; see --list.", valueName: "query"))
  var name: String?

  @Flag(help: "Show the saved queries.")
  var list = false

  @OptionGroup var result: ResultArguments
  @OptionGroup var span: SpanArguments

  @Option(help: ArgumentHelp("A parameter of the query.", valueName: "name=value"))
  var parameter: [String] = []

  @Option(help: ArgumentHelp("Rows at most.", valueName: "n"))
  var limit = 10_000

  @OptionGroup var store: StoreArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    var writer = try result.writer()
    if list {
      try writer.begin(["name", "about"])
      for query in SavedQuery.shipped { try writer.add([.text(query.name), .text(query.about)]) }
      return try writer.end()
    }
    let statement = try statement()
    let settings = try common.settings()
    var limits = ReadOnlyQuery.Limits()
    limits.rows = limit
    let query = try ReadOnlyQuery(path: store.path(settings), limits: limits)
    let outcome = try query.run(
      statement, parameters: try parameters(query, settings), columns: { try writer.begin($0) },
      row: { try writer.add($0) })
    try writer.end()
    if outcome.isCut { common.console(settings).note("only the first \(limit) rows; --limit N shows more") }
  }

  private func statement() throws -> String {
    switch (sql, name) {
    case (let sql?, nil): return sql
    case (nil, let name?):
      guard let saved = SavedQuery.named(name) else {
        throw Failure(
          message: "there is no saved query '\(name)'; duxin query --list shows them", status: Failure.usage)
      }
      return saved.sql
    default: throw Failure(message: "give one SELECT, or --name, or --list", status: Failure.usage)
    }
  }

  private func parameters(_ query: ReadOnlyQuery, _ settings: Settings) throws -> [String: QueryValue] {
    var values: [String: QueryValue] = [:]
    for pair in parameter {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw Failure(message: "--parameter takes name=value, not '\(pair)'", status: Failure.usage)
      }
      values[parts[0]] = .text(parts[1])
    }
    let span = try span.moments(settings, store)
    for (name, moment) in [("since", span.since), ("until", span.until)] {
      if let moment { values[name] = .text(try query.text(of: moment)) }
    }
    return values
  }
}
