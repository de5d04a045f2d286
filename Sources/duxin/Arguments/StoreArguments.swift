import ArgumentParser
import ChatModel
import ChatPipeline
import ChatPrivacy
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

  @OptionGroup var reading: ReadingArguments
}
