import ArgumentParser
import ChatModel
import ChatPipeline
import ChatReading
import ChatReporting

/// Which report is written, and where.
struct ReportArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "day, week, month, or FROM..TO such as 2026-10-01..2026-10-15 (default: week).", valueName: "period"))
  var period: String?

  @Option(help: ArgumentHelp("The newest whole period up to this date (default: in the data).", valueName: "date"))
  var ending: String?

  @Option(help: ArgumentHelp("product, marketing, service or all (default: all).", valueName: "name,…"))
  var audience: String?

  @Option(help: ArgumentHelp("zh or en (default: what most customers write).", valueName: "name"))
  var lang: String?

  @Flag(help: "Mark CSV files as UTF-8 for Excel (a byte order mark in front).")
  var excel = false

  @Option(help: ArgumentHelp("Folder of the reports (default: reports).", valueName: "dir"))
  var out: String?
}
