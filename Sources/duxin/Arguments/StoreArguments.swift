import ArgumentParser
import ChatInsight
import ChatModel
import ChatPipeline
import ChatPrivacy
import ChatReading
import ChatStore
import Foundation

/// Where the database stands.
struct StoreArguments: ParsableArguments {
  @Option(help: ArgumentHelp("The database (default: duxin.db).", valueName: "file"))
  var db: String?

  func path(_ settings: Settings) -> String { settings.text("db", db) ?? "duxin.db" }

  /// Opens a database that is there, for reading.
  func reader(_ settings: Settings) throws -> Store { try Store(path: path(settings), access: .readOnly) }
}

/// How conversations are measured.
struct FactArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Waits count these hours only, such as 09:00-21:00 or 'mon-fri 09:00-18:00' (default: all time).",
      valueName: "hours"))
  var businessHours: String?

  /// The hours as the user wrote them; nil for none.
  func hours(_ settings: Settings) -> String? { settings.text("business-hours", businessHours) }

  /// - Parameter tagger: tells from which confidence on tags are no guesses.
  func factSettings(_ settings: Settings, _ clock: ZoneClock, _ tagger: TaggerArguments) throws -> FactSettings {
    var facts = FactSettings()
    if let least = try tagger.unsureBelow(settings) { facts.unsureBelow = least }
    guard let text = hours(settings) else { return facts }
    guard let hours = BusinessHours(text, offset: { clock.offset(at: $0) }) else {
      throw Failure(
        message: "--business-hours is 09:00-21:00 or 'mon-fri 09:00-18:00', not '\(text)'", status: Failure.usage)
    }
    facts.hours = hours
    return facts
  }
}

/// How exports go into the database: for the commands that ingest.
struct IngestArguments: ParsableArguments {
  @OptionGroup var store: StoreArguments

  @Option(help: ArgumentHelp("The key of pseudonyms (default: DB.key, made when missing). Keep it.", valueName: "file"))
  var key: String?

  @Flag(help: "Exit with 1 when records were rejected.")
  var strict = false

  @Option(help: ArgumentHelp("Write what was wrong in the input, masked, as JSON lines.", valueName: "file"))
  var rejects: String?

  @Option(help: ArgumentHelp("Stop, with status 2, when more records than this were rejected.", valueName: "n"))
  var maxRejects: Int?

  @Option(help: ArgumentHelp("Wait so long for a locked database (default: 30).", valueName: "seconds"))
  var lockTimeout: Int?

  @OptionGroup var tagger: TaggerArguments
  @OptionGroup var reading: ReadingArguments
  @OptionGroup var facts: FactArguments
}
