import ArgumentParser
import ChatStore

/// `duxin ingest`: exports into the database.
struct IngestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Reads exports into the database: tagged, masked, each turn once.",
    discussion: """
      A file that was ingested before, under any name, plain or gzipped, changes nothing. What cannot be read is told
      with file and line, counted, and kept in the rejects table; the good records go on.

      EXAMPLES
        duxin ingest exports/ --db shop.db
        duxin ingest 'exports/*.csv.gz' --preset qianniu-csv --shop 旗舰店
        zcat chat.jsonl.gz | duxin ingest - --db shop.db
        duxin ingest chat.csv --map text=内容,speaker=角色,conversation_id=会话
      """)

  @Argument(help: "Files, folders, globs, or - for standard input.")
  var paths: [String]

  @OptionGroup var arguments: IngestArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    let settings = try common.settings()
    let job = try IngestJob(arguments, settings: settings, console: common.console(settings))
    let (_, inputs, counts) = try job.run(paths, command: "ingest")
    try inputs.finish(rejected: counts.rejected, strict: settings.isOn("strict", arguments.strict))
  }
}
