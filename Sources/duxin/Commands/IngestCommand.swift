import ArgumentParser
import ChatPrivacy
import ChatReading
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
        duxin ingest export.json --dry-run
        duxin ingest --retag --db shop.db --rules my-rules.yaml
        duxin ingest chat.csv --map text=内容,speaker=角色,conversation_id=会话
        duxin ingest --orders orders.csv --db shop.db
        duxin ingest --orders 订单.csv --map amount=实收,paid=付款时间

      A table of orders among the chats is known by its columns: an order number, an amount, a time.
      """)

  @Argument(help: "Files, folders, globs, or - for standard input.")
  var paths: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      A file of orders beside the chats: order_id, customer_id, shop, product, amount, created, paid, refunded; \
      --map and the other options of reading are then about it. An order told again is brought up to date.
      """, valueName: "file"))
  var orders: [String] = []

  @Flag(help: "Also tag stored turns anew where other rules or another model tagged them; needs no paths.")
  var retag = false

  @Flag(help: "Show how the first records of each file would be read, and write nothing.")
  var dryRun = false

  @OptionGroup var arguments: IngestArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    let settings = try common.settings()
    guard paths.isEmpty || orders.isEmpty else {
      throw Failure(message: "name files of chats, or --orders FILE: one of them in one call", status: Failure.usage)
    }
    guard orders.isEmpty || !dryRun else {
      throw Failure(message: "--dry-run shows chats, not orders", status: Failure.usage)
    }
    guard retag || !paths.isEmpty || !orders.isEmpty else {
      throw Failure(
        message: "Missing paths: name files or folders to read, --orders FILE, or --retag", status: Failure.usage)
    }
    if dryRun {
      let console = common.console(settings)
      let key = arguments.reading.isMasked(settings) ? PseudonymKey.ofThisRun : nil
      let show = DryRun(options: try arguments.reading.options(settings, key: key), console: console)
      var inputs = Inputs(paths, console: console, showsProgress: false)
      try inputs.forEach(show.show)
      return try inputs.finish(rejected: 0, strict: false)
    }
    if paths.isEmpty, orders.isEmpty { return try retagAll(settings) }
    let job = try IngestJob(
      arguments, settings: settings, console: common.console(settings), ofOrders: !orders.isEmpty)
    let (store, inputs, counts) =
      orders.isEmpty ? try job.run(paths, command: "ingest") : try job.run(orders: orders)
    store.close()
    if retag { try retagAll(settings) }
    try inputs.finish(rejected: counts.rejected, strict: settings.isOn("strict", arguments.strict))
  }

  private func retagAll(_ settings: Settings) throws {
    try RetagJob(arguments: arguments, settings: settings, console: common.console(settings)).run()
  }
}
