import ArgumentParser
import ChatPipeline
import ChatStore
import ChatTagging

/// `duxin run`: the nightly job.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "The main job: reads exports into the database, then writes the newest whole report.",
    discussion: """
      Does what 'duxin ingest' and then 'duxin report' do. Without paths it takes those of the configuration file.

      EXAMPLES
        duxin run exports/ --db shop.db --out reports
        duxin run chat.tsv --preset jddc
        duxin run exports/ --period day --lang zh --quiet
      """)

  @Argument(help: "Files, folders, globs, or - for standard input.")
  var paths: [String] = []

  @OptionGroup var arguments: IngestArguments
  @OptionGroup var report: ReportArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    let settings = try common.settings()
    let console = common.console(settings)
    let paths =
      paths.isEmpty ? settings.text("paths", nil).map { $0.split(separator: "\n").map(String.init) } ?? [] : paths
    guard !paths.isEmpty else {
      throw Failure(message: "nothing to read: name files or folders, or 'paths' in duxin.yaml", status: Failure.usage)
    }
    let job = try IngestJob(arguments, settings: settings, console: console)
    let (store, inputs, counts) = try job.run(paths, command: "run")
    try ReportJob(
      arguments: report, facts: arguments.facts, tagger: arguments.tagger, settings: settings, console: console
    ).run(
      .store(store), clock: job.clock, version: job.tagger.version, formats: nil, shop: nil)
    store.close()
    try inputs.finish(rejected: counts.rejected, strict: settings.isOn("strict", arguments.strict))
  }
}
