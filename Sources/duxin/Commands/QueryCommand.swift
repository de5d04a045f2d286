import ArgumentParser
import ChatModel
import ChatPipeline
import ChatReading
import ChatStore
import Foundation

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

  @Option(
    help: ArgumentHelp(
      "\(ResultFormat.allCases.map(\.rawValue).joined(separator: ", ")) (default: table).", valueName: "name"))
  var format: String?

  @Option(help: ArgumentHelp("From this date, or so long before the newest turn: 7d, 24h.", valueName: "date"))
  var since: String?

  @Option(help: ArgumentHelp("Before this date, or so long before the newest turn.", valueName: "date"))
  var until: String?

  @Option(help: ArgumentHelp("A parameter of the query.", valueName: "name=value"))
  var parameter: [String] = []

  @Option(help: ArgumentHelp("Rows at most.", valueName: "n"))
  var limit = 10_000

  @OptionGroup var store: StoreArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    guard let form = ResultFormat(rawValue: format ?? "table") else {
      let known = ResultFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(message: "--format is one of \(known), not '\(format ?? "")'", status: Failure.usage)
    }
    var writer = ResultWriter(form)
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
    for (name, text) in [("since", since), ("until", until)] {
      guard let text else { continue }
      values[name] = .text(try query.text(of: try moment(text, settings)))
    }
    return values
  }

  /// A date or time, or a stretch before the newest turn in the database.
  private func moment(_ text: String, _ settings: Settings) throws -> Timestamp {
    let store = try store.reader(settings)
    let units: [Character: Int64] = ["h": 3600, "d": 86_400, "w": 604_800]
    if let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()) {
      guard let last = try store.extent().last else {
        throw Failure(message: "no turn in the database has a time; leave out --since and --until")
      }
      return Timestamp(seconds: last.seconds + 1 - count * unit)
    }
    let clock = try TimeZoneArgument.clock(settings, try store.zone())
    guard let moment = TimestampParser(clock).parse(Array(text.utf8).span) else {
      throw Failure(message: "'\(text)' is no date such as 2026-11-01 and no stretch such as 7d", status: Failure.usage)
    }
    return moment
  }
}
