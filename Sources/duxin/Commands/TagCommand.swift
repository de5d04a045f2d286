import ArgumentParser
import ChatModel
import ChatPipeline
import ChatReading
import ChatTagging
import Glibc

/// `duxin tag`: a stream filter without a database.
struct TagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "Tags turns: exports in, one record a turn out, in the order read; no database.",
    discussion: """
      Personal data is masked unless --no-redact. Records that cannot be read are told on standard error.

      EXAMPLES
        duxin tag chat.jsonl.gz > tagged.jsonl
        zcat chat.csv.gz | duxin tag - --format csv --output csv > tagged.csv
        duxin tag export.txt --preset jddc --no-evidence
      """)

  @Argument(help: "Files, folders, globs, or - for standard input (the default).")
  var paths: [String] = ["-"]

  @OptionGroup var tagger: TaggerArguments
  @OptionGroup var reading: ReadingArguments

  @Option(help: ArgumentHelp("jsonl or csv.", valueName: "name"))
  var output = "jsonl"

  @Option(
    help: ArgumentHelp("The key of pseudonyms (default: ~/.config/duxin/key, made when missing).", valueName: "file"))
  var key: String?

  @Flag(help: "Leave out the evidence.")
  var noEvidence = false

  @Flag(help: "Exit with 1 when records were rejected.")
  var strict = false

  @OptionGroup var common: CommonArguments

  func run() throws {
    guard let form = TagEncoder.Format(rawValue: output) else {
      throw Failure(message: "--output is jsonl or csv, not '\(output)'", status: Failure.usage)
    }
    let settings = try common.settings()
    let console = common.console(settings)
    let key = reading.isMasked(settings) ? try KeyArguments.ofStream(settings, key, console) : nil
    var inputs = Inputs(paths, console: console, showsProgress: isatty(STDOUT_FILENO) == 0)
    var options = try reading.options(settings, key: key)
    options.watch = inputs.watch
    var encoder = TagEncoder(format: form, clock: options.reading.clock, wantsEvidence: !noEvidence)
    encoder.unsureBelow = try tagger.unsureBelow(settings)
    // No database needs the memory.
    if options.workers <= 2 { options.texts += options.texts / 2 }
    let analysis = AnalysisRun(options, tagger: try tagger.tagger(settings))
    var tally = ProblemTally(console: inputs.console)
    if form == .csv { try StandardOutput.write(TagEncoder.csvHeader) }
    Interruption.watch()
    let progress = inputs.console.progress
    try inputs.forEach { path in
      tally.begin(path)
      let rejectedBefore = tally.rejected
      var kept = 0
      let result = try analysis.read(path, encoder: encoder) { chunk in
        kept += chunk.tagged.batch.turns.count
        progress?.add(turns: chunk.tagged.batch.turns.count)
        tally.tell(chunk.tagged.batch.problems)
        try StandardOutput.write(chunk.encoded)
      }
      tally.end(result.problems)
      return (kept + tally.rejected - rejectedBefore, kept)
    }
    try inputs.finish(rejected: tally.rejected, strict: settings.isOn("strict", strict))
  }
}
