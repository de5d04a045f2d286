import ArgumentParser
import ChatModel
import ChatTagging

/// `duxin explain`: how a text is tagged, and why.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Shows how a text is tagged and what in it decided.",
    discussion: """
      Tags with confidences; who decided for each (model, rules, both); the stretches that speak for a label of the
      model, by what its log-odds lose without them; clauses, words and rules as read; what of the context was used.
      Offsets count characters (Unicode scalars) from 0, in JSON bytes of UTF-8 as well; an end is one past the last.

      EXAMPLES
        duxin explain "这个能便宜点吗"
        duxin explain --agent "非常抱歉给您带来不便，我马上为您补发"
        duxin explain --after "agent: 请问您要什么尺码" --after "customer: 有没有M码" "那L码呢"
        duxin explain --json "那也太贵了吧" --rules my-rules.yaml
      """)

  @Argument(help: "What was said.")
  var text: String

  @Flag(help: "The text is an agent's or a bot's.")
  var agent = false

  @Option(help: ArgumentHelp("An earlier turn, oldest first; may be given several times.", valueName: "speaker: text"))
  var after: [String] = []

  @Flag(help: "One JSON object instead of lines.")
  var json = false

  @OptionGroup var tagger: TaggerArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    let context = try after.map(Self.turn)
    let tagger = try tagger.tagger(try common.settings())
    let explanation = tagger.explain(text, speaker: agent ? .agent : .customer, context: context)
    if json {
      let report = ExplanationJSON(explanation, of: text, after: context, by: tagger.version)
      return try StandardOutput.write(try report.bytes())
    }
    let lines = ExplanationText(explanation, of: text, after: context, by: tagger.version).lines
    try StandardOutput.write(lines.joined(separator: "\n") + "\n")
  }

  private static func turn(_ line: String) throws -> (speaker: Speaker, text: String) {
    let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, let speaker = Speaker(name: parts[0]) else {
      throw Failure(message: "--after takes 'customer: text' or 'agent: text', not '\(line)'", status: Failure.usage)
    }
    return (speaker, parts[1].trimmingPrefix { $0 == " " }.description)
  }
}
