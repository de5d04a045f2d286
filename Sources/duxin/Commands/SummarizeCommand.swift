import ArgumentParser
import ChatModel
import ChatPipeline
import ChatReading

/// `duxin summarize`: a stream of chats to one summary, without a database.
struct SummarizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summarize",
    abstract: "Counts chats without a database: whole conversations in, one summary out.",
    discussion: """
      The turns of a conversation must stand together, one conversation after another, as 'sort' or a cluster gives
      them. The summary is one line of JSON with the counts of each day. 'duxin merge' adds summaries up, 'duxin report
      --summary' makes a report of them: the same one, byte for byte, as of all chats at once. On several machines use
      one key of pseudonyms (--key), or customers cannot be counted over all of them.

      --turns and --conversations keep the rows that a database would show in v_turn and v_conversation. repeat_of then
      knows only what was read close by; matter_bits, which v_conversation has not, is what it can be found from.

      EXAMPLES
        duxin summarize chats.jsonl > summary.json
        zcat part-07.jsonl.gz | duxin summarize --key /etc/duxin/key > part-07.json
        duxin summarize chats.jsonl --turns turns.jsonl --conversations conversations.jsonl > summary.json
      """)

  @Argument(help: "Files, folders, globs, or - for standard input (the default).")
  var paths: [String] = ["-"]

  @OptionGroup var reading: ReadingArguments

  @Option(
    help: ArgumentHelp("The key of pseudonyms (default: ~/.config/duxin/key, made when missing).", valueName: "file"))
  var key: String?

  @Flag(help: "Exit with 1 when records were rejected.")
  var strict = false

  @Option(help: ArgumentHelp("Write the tagged turns, the rows of v_turn, as JSON lines.", valueName: "file"))
  var turns: String?

  @Option(
    help: ArgumentHelp(
      "Write what conversations show, the rows of v_conversation, as JSON lines.", valueName: "file"))
  var conversations: String?

  @Option(help: ArgumentHelp("Write what was wrong in the input, masked, as JSON lines.", valueName: "file"))
  var rejects: String?

  @OptionGroup var tagger: TaggerArguments
  @OptionGroup var facts: FactArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    let settings = try common.settings()
    let console = common.console(settings)
    let key = reading.isMasked(settings) ? try KeyArguments.ofStream(settings, key, console) : nil
    var inputs = Inputs(paths, console: console)
    var options = try reading.options(settings, key: key)
    options.watch = inputs.watch
    var run = SummarizeRun(
      options, tagger: try tagger.tagger(settings), key: key?.mark ?? "",
      settings: try facts.factSettings(settings, options.reading.clock, tagger), hours: facts.hours(settings))
    let rejects = try settings.text("rejects", rejects).map(LineFile.rejects)
    try keepRows(of: &run)
    var tally = ProblemTally(console: inputs.console)
    Interruption.watch()
    try inputs.forEach { path in
      tally.begin(path)
      try run.read(path) { problems in
        tally.tell(problems)
        try rejects?.write(problems)
      }
      tally.end([])
      // Records that are all rejected are no failure here: one part of many may be so.
      return (0, 0)
    }
    // A summary of a part of what was asked for would be taken for the whole.
    if inputs.failures == 0 { try StandardOutput.write(SummaryFile.line(of: run.summaries)) }
    try inputs.finish(rejected: tally.rejected, strict: settings.isOn("strict", strict))
  }

  private func keepRows(of run: inout SummarizeRun) throws {
    guard turns != nil || conversations != nil else { return }
    let turns = try turns.map { try LineFile(path: $0, option: "turns") }
    let conversations = try conversations.map { try LineFile(path: $0, option: "conversations") }
    run.keep = {
      try turns?.write($0)
      try conversations?.write($1)
    }
  }
}
