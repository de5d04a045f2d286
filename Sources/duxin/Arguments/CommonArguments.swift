import ArgumentParser

/// Options of every command.
struct CommonArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Configuration file (default: duxin.yaml where there is one).", valueName: "file"))
  var config: String?

  @Flag(name: .shortAndLong, help: "No notes on standard error: only problems and errors.")
  var quiet = false

  @Flag(help: "Messages on standard error as JSON, one object a line.")
  var jsonLog = false

  /// The settings of this call.
  func settings() throws -> Settings { try Settings(path: config) }

  /// Where messages go.
  func console(_ settings: Settings) -> Console {
    Console(quiet: settings.isOn("quiet", quiet), json: settings.isOn("json-log", jsonLog))
  }
}
