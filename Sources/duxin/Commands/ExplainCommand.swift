import ArgumentParser
import ChatModel
import ChatPipeline
import ChatPrivacy
import ChatTagging

/// `duxin explain`: how a text is tagged, and why.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Shows how a text is tagged and what in it decided.",
    discussion: """
      Offsets count characters (Unicode scalars) from 0; an end is one past the last.

      EXAMPLES
        duxin explain "这个能便宜点吗"
        duxin explain --agent "非常抱歉给您带来不便，我马上为您补发"
        duxin explain --after "agent: 请问您要什么尺码" --after "customer: 有没有M码" "那L码呢"
      """)

  @Argument(help: "What was said.")
  var text: String

  @Flag(help: "The text is an agent's or a bot's.")
  var agent = false

  @Option(help: ArgumentHelp("An earlier turn, oldest first; may be given several times.", valueName: "speaker: text"))
  var after: [String] = []

  @OptionGroup var common: CommonArguments

  func run() throws {
    let context = try after.map(Self.turn)
    let tagger = try TurnTagger.shipped()
    let explanation = tagger.explain(text, speaker: agent ? .agent : .customer, context: context)
    try StandardOutput.write(
      ExplanationText(explanation, of: text, by: tagger.version).lines.joined(separator: "\n") + "\n")
  }

  private static func turn(_ line: String) throws -> (speaker: Speaker, text: String) {
    let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, let speaker = Speaker(name: parts[0]) else {
      throw Failure(message: "--after takes 'customer: text' or 'agent: text', not '\(line)'", status: Failure.usage)
    }
    return (speaker, parts[1].trimmingPrefix { $0 == " " }.description)
  }
}

/// An explanation as lines for a terminal.
private struct ExplanationText {
  private(set) var lines: [String] = []
  private let scalars: [Unicode.Scalar]

  init(_ explanation: Explanation, of text: String, by version: TaggerVersion) {
    scalars = Array(text.unicodeScalars)
    switch explanation.tags {
    case .customer(let tags):
      row("intents", tags.intents.array.map { Self.scored($0) }.joined(separator: ", "))
      row("emotion", "\(Self.scored(tags.emotion)), intensity \(tags.intensity)")
      row("price_sensitivity", Self.scored(tags.price))
      row("purchase_signal", Self.scored(tags.purchase))
    case .service(let tags):
      row("acts", tags.acts.array.map { Self.scored($0) }.joined(separator: ", "))
      row("service_stage", Self.scored(tags.stage))
    case .none: row("tags", "none: system turns carry no tags")
    }
    for clause in explanation.clauses {
      let marks = [(clause.isAsked, "asked"), (clause.isConditional, "conditional"), (clause.isQuoted, "quoted")]
      row("clause", Self.place(clause.start, clause.end) + quote(clause.start, clause.end) + Self.marks(marks))
    }
    for hit in explanation.hits {
      let marks = [(hit.isNegated, "negated"), (hit.isRefused, "refused")]
      row("word", Self.place(hit.start, hit.end) + quote(hit.start, hit.end) + " \(hit.group)" + Self.marks(marks))
    }
    for firing in explanation.firings {
      let weight = Int((firing.weight * 100).rounded())
      let digits = String(abs(weight) + 1000).dropFirst(1)
      let whole = abs(weight) / 100
      row("rule", "\(firing.rule) → \(firing.label) \(weight < 0 ? "-" : "+")\(whole).\(digits.suffix(2))")
    }
    for note in explanation.context { row("context", note) }
    row("versions", "\(version.rules), model \(version.model)")
  }

  private mutating func row(_ name: String, _ value: String) {
    lines.append(name + String(repeating: " ", count: max(1, 19 - name.count)) + value)
  }

  private func quote(_ start: Int, _ end: Int) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[max(0, start)..<min(scalars.count, end)])
    return "“\(String(view))”"
  }

  private static func place(_ start: Int, _ end: Int) -> String { "\(start)–\(end) " }

  private static func marks(_ marks: [(isOn: Bool, name: String)]) -> String {
    marks.filter(\.isOn).map { " [\($0.name)]" }.joined()
  }

  private static func scored<L: Label>(_ scored: Scored<L>) -> String {
    let hundredths = Int((scored.score * 100).rounded())
    return "\(scored.label.name) \(hundredths / 100).\(String(hundredths % 100 + 100).suffix(2))"
  }
}
