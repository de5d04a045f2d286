import ChatModel
import ChatPipeline
import ChatReading
import ChatStore
import ChatTagging
import Foundation

/// The work of `duxin ingest --retag`.
struct RetagJob {
  let arguments: IngestArguments
  let settings: Settings
  let console: Console

  /// Tags stored turns anew where other rules or another model tagged them.
  func run() throws {
    let database = arguments.store.path(settings)
    let zone = try Store(path: database, access: .readOnly).zone()
    let clock = try TimeZoneArgument.clock(settings, zone ?? arguments.reading.tz)
    let tagger = try arguments.tagger.tagger(settings)
    let lock = try RunLock(path: database + ".lock")
    let store = try Store(path: database)
    let run = try store.beginRun(
      RunStart(
        command: "retag", startedAt: .now, version: tagger.version, isRedacted: arguments.reading.isMasked(settings),
        zone: clock.zone.identifier,
        duxinVersion: DuxinVersion.current))
    do {
      let counts = try RetagRun(store: store, tagger: tagger, run: run).retag()
      try FactsRun.refresh(
        store, try arguments.facts.factSettings(settings, clock, arguments.tagger),
        hours: arguments.facts.hours(settings) ?? "")
      try store.finishRun(run, at: .now, status: .done)
      console.summary(
        "\(counts.turns) turns in \(counts.conversations) conversations tagged anew, \(counts.changed) otherwise than "
          + "before → \(database)",
        [
          ("run", .integer(run)), ("database", .text(database)),
          ("conversations", .integer(Int64(counts.conversations))),
          ("turns", .integer(Int64(counts.turns))), ("changed", .integer(Int64(counts.changed))),
          ("rules_version", .text(tagger.version.rules)), ("model_version", .text(tagger.version.model)),
        ])
    } catch {
      try? store.finishRun(run, at: .now, status: .failed)
      store.close()
      throw error
    }
    store.close()
    _ = lock
  }
}
