import ArgumentParser
import ChatPipeline
import ChatReading

/// `duxin merge`: many summaries to one.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Adds up summaries: the result is the summary of all their chats.",
    discussion: """
      A file may hold several summaries, one a line, and may be gzipped. Their order, and in which steps they are added
      up, changes nothing. All must have been made with the same rules, model, time zone and key.

      EXAMPLES
        duxin merge part-*.json > summary.json
        cat part-*.json | duxin merge > summary.json
      """)

  @Argument(help: "Files of summaries, or - for standard input (the default).")
  var paths: [String] = ["-"]

  @OptionGroup var common: CommonArguments

  func run() throws {
    var sum = DailySummaries()
    for path in paths { try SummaryFile.add(path, to: &sum) }
    try StandardOutput.write(SummaryFile.line(of: sum))
  }
}
