import ArgumentParser
import ChatModel
import ChatPrivacy
import Foundation

/// `duxin-dev privacy-score`: how much personal data the masking finds, on authored cases.
struct PrivacyScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "privacy-score",
    abstract: "Prints precision and recall of the masking, by kind, on marked cases.",
    discussion: """
      EXAMPLES
        duxin-dev privacy-score
        duxin-dev privacy-score --part held
      """)

  @Argument(help: "Files of marked cases.")
  var files: [String] = []

  @Option(help: "Only cases of this part: tune or held.")
  var part: String?

  func run() throws {
    let folder = "Tests/ChatPrivacyTests/cases"
    let paths =
      files.isEmpty
      ? try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".tsv") }.sorted()
        .map { "\(folder)/\($0)" } : files
    var cases: [RedactionCase] = []
    for path in paths {
      guard let more = RedactionCase.cases(tsv: try String(contentsOfFile: path, encoding: .utf8)) else {
        throw ValidationError("\(path): is no file of marked cases")
      }
      cases += more
    }
    let score = RedactionScore(cases, part: part, by: Redactor(key: PseudonymKey(bytes: Array(0..<32))))
    print("kind        marked  found   finds   right  recall  precision")
    for kind in PersonalDataKind.allCases {
      let counts = score[kind]
      let cells = [counts.marked, counts.found, counts.finds, counts.right].map(String.init)
      let padded = cells.map { String(repeating: " ", count: max(0, 6 - $0.count)) + $0 }.joined(separator: "  ")
      let name = kind.name + String(repeating: " ", count: max(1, 11 - kind.name.count))
      print(
        "\(name)\(padded)   \(String(format: "%.3f", counts.recall))      \(String(format: "%.3f", counts.precision))")
    }
    print("\(score.cases) cases")
  }
}
