import ChatModel
import ChatTagging
import Foundation
import Testing

/// Pairs of a turn and its smallest change of meaning: how many are right on both sides is a golden.
///
/// The pairs were written without a look at rules or model, and none is tuned on. `DUXIN_RECORD=1 swift test --filter
/// ContrastTests` writes `Tests/Accuracy/contrast.txt` anew.
@Suite struct ContrastTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
  private static let tables = [
    "intents": "intents", "emotion": "emotion", "price_sensitivity": "price", "purchase_signal": "purchase",
  ]

  private struct Side {
    var text: String
    /// Any of these is right; of intents, as the first one.
    var expected: [String]
  }

  @Test func pairsRightOnBothSides() throws {
    let text = try String(contentsOf: Self.folder.appending(path: "cases/contrast.tsv"), encoding: .utf8)
    let lines = text.split(separator: "\n").dropFirst()
    #expect(lines.count >= 400)
    var table = "Pairs right on both sides, by task: all, rules alone, rules and model.\n"
    let taggers = [try TurnTagger(ruleFiles: RuleFile.shipped), try TurnTagger.shipped()]
    var totals = [0, 0, 0]
    for task in ["intents", "emotion", "price_sensitivity", "purchase_signal"] {
      let pairs = lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        .filter { $0[0] == task }
      var counts = [pairs.count]
      for tagger in taggers {
        counts.append(
          pairs.count { cells in
            let sides = [(cells[1], cells[2]), (cells[3], cells[4])].map {
              Side(text: $0.1, expected: $0.0.components(separatedBy: "|"))
            }
            return sides.allSatisfy { Self.isRight($0, after: cells[5], in: Self.tables[task] ?? "", by: tagger) }
          })
      }
      table += "\(task) \(counts.map(String.init).joined(separator: " "))\n"
      for index in 0..<3 { totals[index] += counts[index] }
    }
    table += "all \(totals.map(String.init).joined(separator: " "))\n"
    let golden = Self.folder.deletingLastPathComponent().appending(path: "Accuracy/contrast.txt")
    if ProcessInfo.processInfo.environment["DUXIN_RECORD"] == "1" {
      return try table.write(to: golden, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: golden, encoding: .utf8)
    #expect(table == expected)
  }

  private static func isRight(_ side: Side, after context: String, in table: String, by tagger: TurnTagger) -> Bool {
    let turns = context.isEmpty ? [] : context.components(separatedBy: " // ")
    let earlier: [(speaker: Speaker, text: String)] = turns.compactMap { turn in
      let parts = turn.components(separatedBy: ": ")
      return Speaker(name: parts[0]).map { ($0, parts.dropFirst().joined(separator: ": ")) }
    }
    let tags = tagger.explain(side.text, speaker: .customer, context: earlier).tags
    return CaseTableTests.labels(tags, in: table).first.map(side.expected.contains) ?? false
  }
}
