import ChatModel
import ChatPipeline
import ChatPrivacy
import ChatReading
import ChatStore
import ChatTagging
import Foundation

/// The work of `duxin ingest`, which `duxin run` begins with.
struct IngestJob {
  let settings: Settings
  let console: Console
  let arguments: IngestArguments
  /// The clock of times without a zone.
  let clock: ZoneClock
  let tagger: TurnTagger
  private let options: AnalysisOptions

  /// - Parameter ofOrders: what the arguments say of reading is about orders, not chats.
  init(_ arguments: IngestArguments, settings: Settings, console: Console, ofOrders: Bool = false) throws {
    (self.arguments, self.settings, self.console) = (arguments, settings, console)
    let database = arguments.store.path(settings)
    try AtomicFile.makeFolder(URL(filePath: database).deletingLastPathComponent().path)
    let isMasked = arguments.reading.isMasked(settings)
    let key = isMasked ? try KeyArguments.ofDatabase(database, settings, arguments.key) : nil
    options = try arguments.reading.options(settings, key: key, orders: ofOrders)
    clock = options.reading.clock
    tagger = try arguments.tagger.tagger(settings)
  }

  /// Reads all exports into the database, telling what became of them; tables of orders among them are known by their
  /// columns.
  ///
  /// - Returns: the store, and what the exit status depends on.
  func run(_ paths: [String], command: String) throws -> (store: Store, inputs: Inputs, counts: FileCounts) {
    try run(paths, command: command) { store, run, watch in
      var options = options
      options.watch = watch
      let ingest = IngestRun(
        store: store, options: options, tagger: tagger, run: run, reading: fingerprint, now: { .now })
      var ofOrders = options
      (ofOrders.reading.preset, ofOrders.reading.format, ofOrders.reading.map) = (.orders, nil, [:])
      ofOrders.reading.hasHeader = true
      let orders = OrderRun(store: store, options: ofOrders, run: run, now: { .now })
      return { path, tell in
        try Preset.isOfOrders(path) ? orders.ingest(path, tell: tell) : ingest.ingest(path, tell: tell)
      }
    }
  }

  /// The same for exports of orders, by a job of orders.
  func run(orders paths: [String]) throws -> (store: Store, inputs: Inputs, counts: FileCounts) {
    try run(paths, command: "ingest --orders") { store, run, watch in
      var options = options
      options.watch = watch
      let ingest = OrderRun(store: store, options: options, run: run, now: { .now })
      return { path, tell in try ingest.ingest(path, tell: tell) }
    }
  }

  /// Reads one file, hands its problems to the closure, and says what became of its records.
  private typealias Reader = (_ path: String, _ tell: ([Problem], Int) throws -> Void) throws -> FileCounts

  private func run(
    _ paths: [String], command: String, reader: (Store, Int64, ReadingWatch) -> Reader
  ) throws -> (store: Store, inputs: Inputs, counts: FileCounts) {
    let database = arguments.store.path(settings)
    let most = try settings.number("max-rejects", arguments.maxRejects, from: 0)
    let lock = try RunLock(path: database + ".lock")
    let rejects = try settings.text("rejects", arguments.rejects).map(LineFile.rejects)
    let store = try Store(path: database, lockTimeout: try lockTimeout)
    if store.wasEmpty {
      console.warning("\(database): the file was empty and is a new database now; if it held chats, restore a copy")
    }
    if store.isReadableByOthers { console.note("\(database): others can read this database; chmod 600 it") }
    // Not earlier: whoever waits for a locked database can just be killed.
    Interruption.watch()
    let started = Timestamp.now
    let run = try store.beginRun(
      RunStart(
        command: command, startedAt: started, version: tagger.version, isRedacted: options.redactor != nil,
        zone: clock.zone.identifier, duxinVersion: DuxinVersion.current))
    var inputs = Inputs(paths, console: console, takesOrders: true)
    let console = inputs.console
    let ingest = reader(store, run, inputs.watch)
    var tally = ProblemTally(console: console)
    var sum = FileCounts()
    do {
      try inputs.forEach { path in
        tally.begin(path)
        let counts = try ingest(path) { problems, turns in
          console.progress?.add(turns: turns)
          tally.tell(problems)
          try rejects?.write(problems)
          if let most, tally.rejected > most {
            throw Failure(message: "more than \(most) records were rejected; \(path) was not kept")
          }
        }
        tally.end([])
        console.note("\(path): \(counts.inWords)\(counts.isSeenAgain ? " (seen before)" : "")")
        sum = sum + counts
        return (counts.read, counts.read - counts.rejected)
      }
      try FactsRun.refresh(
        store, try arguments.facts.factSettings(settings, zone(of: store), arguments.tagger),
        hours: arguments.facts.hours(settings) ?? "", check: Interruption.check)
      try store.finishRun(run, at: .now, status: .done)
    } catch {
      try? store.finishRun(run, at: .now, status: error is Interrupted ? .interrupted : .failed)
      store.close()
      throw error
    }
    let seconds = Double(Timestamp.now.microseconds - started.microseconds) / 1e6
    console.summary(
      "\(inputs.files.count) file\(inputs.files.count == 1 ? "" : "s"): \(sum.inWords), in \(String(format: "%.1f", seconds)) s → \(database)",
      [
        ("run", .integer(run)), ("database", .text(database)), ("files", .integer(Int64(inputs.files.count))),
        ("failed_files", .integer(Int64(inputs.failures))), ("read", .integer(Int64(sum.read))),
        ("stored", .integer(Int64(sum.stored))), ("duplicates", .integer(Int64(sum.duplicates))),
        ("updated", .integer(Int64(sum.updated))), ("rejected", .integer(Int64(sum.rejected))),
        ("warnings", .integer(Int64(sum.warnings))), ("seconds", .real(seconds)),
        ("rules_version", .text(tagger.version.rules)), ("model_version", .text(tagger.version.model)),
      ])
    _ = lock
    return (store, inputs, sum)
  }

  /// The clock that shows times: that of the database.
  private func zone(of store: Store) throws -> ZoneClock { try TimeZoneArgument.clock(settings, try store.zone()) }

  /// How long a locked database is waited for, in seconds.
  private var lockTimeout: Double {
    get throws {
      try settings.number("lock-timeout", arguments.lockTimeout, from: 0).map(Double.init) ?? Store.lockTimeout
    }
  }

  /// Everything that changes how a file is read, for the ledger.
  private var fingerprint: String {
    let reading = arguments.reading
    let parts = [
      ("format", reading.format), ("preset", reading.preset), ("map", reading.map), ("encoding", reading.encoding),
      ("tz", reading.tz), ("shop", reading.shop), ("channel", reading.channel),
    ].map { key, flag in "\(key)=\(settings.text(key, flag) ?? "")" }
    return (parts + ["header=\(!reading.noHeader)", "masked=\(options.redactor != nil)"]).joined(separator: " ")
  }
}

extension FileCounts {
  /// The ledger's equation in words.
  var inWords: String {
    "\(read) read = \(stored) stored + \(duplicates) duplicates + \(rejected) rejected"
      + (updated > 0 ? " (\(updated) of the duplicates updated)" : "")
  }
}

extension Timestamp {
  /// The present moment.
  static var now: Timestamp { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }
}
