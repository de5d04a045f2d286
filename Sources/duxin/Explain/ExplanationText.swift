import ChatModel
import ChatTagging

/// An explanation as lines for a terminal.
struct ExplanationText {
  private(set) var lines: [String] = []
  private let text: ScalarText

  init(
    _ explanation: Explanation, of text: String, after context: [(speaker: Speaker, text: String)],
    by version: TaggerVersion
  ) {
    self.text = ScalarText(text)
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
    for one in explanation.decisions { row("decided", Self.sentence(one)) }
    for one in explanation.influences {
      let place = one.turn == 0 ? quoted(one.start, one.end) : Self.earlier(one.turn, context)
      row("speaks", "\(one.weight < 0 ? "against" : "for") \(one.label): \(place) \(Self.signed(one.weight))")
    }
    for clause in explanation.clauses {
      let marks = [(clause.isAsked, "asked"), (clause.isConditional, "conditional"), (clause.isQuoted, "quoted")]
      row("clause", quoted(clause.start, clause.end) + Self.marks(marks))
    }
    for hit in explanation.hits {
      let marks = [(hit.isNegated, "negated"), (hit.isRefused, "refused")]
      row("word", quoted(hit.start, hit.end) + " \(hit.group)" + Self.marks(marks))
    }
    for firing in explanation.firings { row("rule", "\(firing.rule) → \(firing.label) \(Self.signed(firing.weight))") }
    for note in explanation.context { row("context", note) }
    row("versions", "\(version.rules), model \(version.model)")
  }

  private mutating func row(_ name: String, _ value: String) {
    lines.append(name + String(repeating: " ", count: max(1, 19 - name.count)) + value)
  }

  private func quoted(_ start: Int, _ end: Int) -> String { "\(start)–\(end) “\(text[start, end])”" }

  private static func sentence(_ one: Explanation.Decision) -> String {
    switch one.by {
    case .both: "\(one.label): model and rules"
    case .model: "\(one.label): the model; the rules alone say \(one.ruleLabel) \(twoDigits(one.ruleScore))"
    case .rule: "\(one.label): a rule that is sure of it (\(twoDigits(one.ruleScore)))"
    case .rules: "\(one.label): the rules; there is no model"
    }
  }

  private static func earlier(_ turn: Int, _ context: [(speaker: Speaker, text: String)]) -> String {
    guard turn <= context.count else { return "an earlier turn" }
    let said = context[context.count - turn]
    return "the \(said.speaker.name)'s turn “\(said.text)”"
  }

  private static func marks(_ marks: [(isOn: Bool, name: String)]) -> String {
    marks.filter(\.isOn).map { " [\($0.name)]" }.joined()
  }

  private static func scored<L: Label>(_ scored: Scored<L>) -> String {
    "\(scored.label.name) \(twoDigits(scored.score))"
  }

  private static func signed(_ number: Float) -> String { (number < 0 ? "-" : "+") + twoDigits(abs(number)) }

  private static func twoDigits(_ number: Float) -> String {
    let hundredths = Int((number * 100).rounded())
    return "\(hundredths / 100).\(String(hundredths % 100 + 100).suffix(2))"
  }
}

/// A text whose stretches are named in Unicode scalars.
struct ScalarText {
  private let scalars: [Unicode.Scalar]
  /// Where each scalar begins in UTF-8, and the end.
  private let bytes: [Int]

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    bytes = scalars.reduce(into: [0]) { $0.append($0[$0.count - 1] + UTF8.width($1)) }
  }

  subscript(start: Int, end: Int) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[max(0, start)..<min(scalars.count, end)])
    return String(view)
  }

  /// Where a scalar begins, in bytes of UTF-8.
  func byte(of scalar: Int) -> Int { bytes[min(max(0, scalar), scalars.count)] }
}
