import ArgumentParser
import ChatPipeline
import ChatReading
import ChatStore
import ChatTagging
import Foundation

/// `duxin report`: the report of a period from the database.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes the report of a period for product, marketing and service teams.",
    discussion: """
      Files go into a folder of the period, such as reports/2026-W44: Markdown pages, one CSV file a table, and all of
      it in report.html (charts, no outside resource, no script) and in report.json (for programs). A conversation belongs to the period in which it
      began. Chats without any time are one undated period, written when there is no other.

      EXAMPLES
        duxin report --db shop.db --out reports
        duxin report --period month --lang en --audience service --format html
        duxin report --summary summary.json --out reports
        duxin report --period 2026-10-01..2026-10-15 --format md --shop 旗舰店
      """)

  @OptionGroup var store: StoreArguments
  @OptionGroup var report: ReportArguments

  @Option(
    help: ArgumentHelp(
      "\(ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")), several with commas (default: all).",
      valueName: "name,…"))
  var format: String?

  @Option(help: ArgumentHelp("Only this shop.", valueName: "name"))
  var shop: String?

  @Option(
    help: ArgumentHelp("A summary of 'duxin summarize' or 'duxin merge' instead of a database.", valueName: "file"))
  var summary: String?

  @Option(help: ArgumentHelp("Time zone of days and times (default: that of the database).", valueName: "zone"))
  var tz: String?

  @OptionGroup var facts: FactArguments
  @OptionGroup var tagger: TaggerArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    let settings = try common.settings()
    let job = ReportJob(
      arguments: report, facts: facts, tagger: tagger, settings: settings, console: common.console(settings))
    if let summary {
      guard shop == nil, tz == nil else {
        throw Failure(
          message:
            "--summary: a summary holds all its shops together, in the zone it was made with; summarize a shop's "
            + "chats, or with another --tz, apart", status: Failure.usage)
      }
      var sum = DailySummaries()
      try SummaryFile.add(summary, to: &sum)
      guard let origin = sum.origin else { throw Failure(message: "\(summary): holds no summary") }
      return try job.run(
        .summaries(sum), clock: try TimeZoneArgument.clock(settings, origin.zone), version: origin.version,
        formats: format, shop: nil)
    }
    let database = try store.reader(settings)
    try job.run(
      .store(database), clock: try TimeZoneArgument.clock(settings, try tz ?? database.zone()),
      version: try tagger.tagger(settings).version, formats: format, shop: shop)
  }
}
