import ChatModel
import ChatTagging
import Foundation
import Testing

/// The tables of `cases`, one for each task: what a text must be given, and why.
@Suite struct CaseTableTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var table: String
    var line: Int
    var text: String
    /// Labels that must be given; with `!` before them, labels that must not.
    var expected: [String]
    var reason: String
    var context: [(speaker: Speaker, text: String)]

    var testDescription: String { "\(table):\(line) \(text)" }
  }

  static let tables = ["intents", "emotion", "price", "purchase", "acts", "stage"]
  static let cases = tables.flatMap(read)
  /// The rules alone: the model has measures of its own (`Tests/Accuracy`).
  static let tagger = Result { try TurnTagger(ruleFiles: RuleFile.shipped) }

  private static func read(_ table: String) -> [Case] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "cases")
    guard let text = try? String(contentsOf: folder.appending(path: "\(table).tsv"), encoding: .utf8) else { return [] }
    return text.split(separator: "\n").enumerated().dropFirst().map { number, line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let turns = cells.count > 3 ? cells[3].components(separatedBy: " / ") : []
      return Case(
        table: table, line: number + 1, text: cells[0], expected: cells[1].components(separatedBy: ","),
        reason: cells.count > 2 ? cells[2] : "",
        context: turns.compactMap { turn in
          let parts = turn.components(separatedBy: ": ")
          return Speaker(name: parts[0]).map { ($0, parts.dropFirst().joined(separator: ": ")) }
        })
    }
  }

  /// The labels that the tags give in the task of a table.
  static func labels(_ tags: TurnTags, in table: String) -> [String] {
    switch (tags, table) {
    case (.customer(let tags), "intents"): tags.intents.array.map(\.label.name)
    case (.customer(let tags), "emotion"): [tags.emotion.label.name]
    case (.customer(let tags), "price"): [tags.price.label.name]
    case (.customer(let tags), "purchase"): [tags.purchase.label.name]
    case (.service(let tags), "acts"): tags.acts.array.map(\.label.name)
    case (.service(let tags), "stage"): [tags.stage.label.name]
    default: []
    }
  }

  @Test func thereAreEnoughCases() { #expect(Self.cases.count >= 300) }

  @Test(arguments: cases) func aTextIsGivenItsLabels(_ one: Case) throws {
    let speaker: Speaker = one.table == "acts" || one.table == "stage" ? .agent : .customer
    let explanation = try Self.tagger.get().explain(one.text, speaker: speaker, context: one.context)
    let given = Self.labels(explanation.tags, in: one.table)
    for expected in one.expected {
      if expected.hasPrefix("!") {
        #expect(!given.contains(String(expected.dropFirst())), "\(one.reason): \(given)")
      } else {
        #expect(given.contains(expected), "\(one.reason): \(given)")
      }
    }
  }

  /// Every label of the annotation guide can be produced: the tables show each at least once.
  @Test func everyLabelIsProduced() throws {
    let tagger = try Self.tagger.get()
    var given: [String: Set<String>] = [:]
    for one in Self.cases {
      let speaker: Speaker = one.table == "acts" || one.table == "stage" ? .agent : .customer
      let tags = tagger.explain(one.text, speaker: speaker, context: one.context).tags
      given[one.table, default: []].formUnion(Self.labels(tags, in: one.table))
    }
    let all: [String: [String]] = [
      "intents": Intent.names, "emotion": Emotion.names, "price": PriceSensitivity.names,
      "purchase": PurchaseSignal.names, "acts": Act.names, "stage": ServiceStage.names,
    ]
    for (table, names) in all {
      #expect(given[table] == Set(names), "\(Set(names).subtracting(given[table] ?? [])) missing from \(table)")
    }
  }
}
