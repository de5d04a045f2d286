import ArgumentParser

/// The workshop: what the makers of duxin run, not its users.
@main
struct DuxinDev: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "duxin-dev",
    abstract: "Makes and measures what ships with duxin.",
    subcommands: [
      SynthesizeCommand.self, TrainCommand.self, AblationCommand.self, FoldCommand.self, PrivacyScoreCommand.self,
      SchemaCommand.self, CompileRulesCommand.self,
    ])
}
