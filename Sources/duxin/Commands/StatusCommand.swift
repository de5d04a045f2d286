import ArgumentParser
import ChatModel
import ChatPipeline
import ChatReading
import ChatStore
import Foundation

/// `duxin status`: what is in the database, and whether it is fresh.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Shows what is in the database, its last runs, and whether it is fresh.",
    discussion: """
      Fresh means that the newest turn is no older than --warn-after; past --error-after the exit status is 1.

      EXAMPLES
        duxin status --db shop.db
        duxin status --db shop.db --warn-after 26h --error-after 50h || mail -s "duxin is stale" ops@example.com
      """)

  @OptionGroup var store: StoreArguments

  @Option(help: ArgumentHelp("Warn when the newest turn is older, such as 26h or 2d.", valueName: "time"))
  var warnAfter: String?

  @Option(help: ArgumentHelp("Exit with 1 when the newest turn is older.", valueName: "time"))
  var errorAfter: String?

  @Flag(help: "Also check that the database file is whole, which reads all of it; exit with 1 when it is not.")
  var check = false

  @Flag(help: "One JSON object instead of lines.")
  var json = false

  @OptionGroup var common: CommonArguments

  func run() throws {
    let settings = try common.settings()
    let path = store.path(settings)
    let warnAfter = try Self.seconds(settings.text("warn-after", warnAfter), "warn-after")
    let errorAfter = try Self.seconds(settings.text("error-after", errorAfter), "error-after")
    let extent = try store.reader(settings).extent()
    let clock = try TimeZoneArgument.clock(settings, try store.reader(settings).zone())
    let age = extent.last.map { max(0, Timestamp.now.seconds - $0.seconds) }
    let isOver = { (limit: Int64?) in limit.map { (age ?? .max) > $0 } ?? false }
    let freshness = isOver(errorAfter) ? "error" : isOver(warnAfter) ? "warning" : "ok"
    func moment(_ time: Timestamp?) -> String? { time.map { $0.rfc3339(offset: clock.offset(at: $0)) } }
    var facts: [(name: String, value: QueryValue)] = [
      ("database", .text(path)),
      ("conversations", .integer(Int64(extent.datedConversations + extent.undatedConversations))),
      ("turns", .integer(Int64(extent.turns))), ("customer_turns", .integer(Int64(extent.customerTurns))),
      ("undated_conversations", .integer(Int64(extent.undatedConversations))),
      ("first_turn", moment(extent.first).map(QueryValue.text) ?? .null),
      ("last_turn", moment(extent.last).map(QueryValue.text) ?? .null),
      ("age_hours", age.map { .integer($0 / 3600) } ?? .null), ("freshness", .text(freshness)),
    ]
    let query = try ReadOnlyQuery(path: path)
    var columns: [String] = []
    let runs = SavedQuery.named("runs")?.sql ?? ""
    try query.run(runs, parameters: ["limit": .integer(1)], columns: { columns = $0 }) { row in
      facts += zip(columns, row).map { ("last_run_\($0 == "run" ? "id" : $0)", $1) }
    }
    let damage = check ? try store.reader(settings).damage() : []
    if check { facts.append(("integrity", .text(damage.isEmpty ? "ok" : "damaged"))) }
    try write(facts)
    for line in damage { common.console(settings).error("\(path): \(line)") }
    if freshness != "ok" {
      let told = age.map { "the newest turn is \($0 / 3600) hours old" } ?? "no turn has a time"
      common.console(settings).note("\(path): \(freshness): \(told)")
    }
    if freshness == "error" || !damage.isEmpty { throw ExitStatus(1) }
  }

  private func write(_ facts: [(name: String, value: QueryValue)]) throws {
    if json {
      var writer = ResultWriter(.jsonl)
      try writer.begin(facts.map(\.name))
      return try writer.add(facts.map(\.value))
    }
    for (name, value) in facts {
      try StandardOutput.write(name + String(repeating: " ", count: max(1, 24 - name.count)) + value.plain + "\n")
    }
  }

  /// A stretch such as `26h`, in seconds.
  private static func seconds(_ text: String?, _ name: String) throws -> Int64? {
    guard let text else { return nil }
    let units: [Character: Int64] = ["m": 60, "h": 3600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count >= 0 else {
      throw Failure(message: "--\(name) takes a time such as 26h, 90m or 2d, not '\(text)'", status: Failure.usage)
    }
    return count * unit
  }
}
