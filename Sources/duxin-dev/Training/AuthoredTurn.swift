import ArgumentParser
import ChatModel
import Foundation

/// The labels of one turn, by the names of the annotation guide; `nil` = not labelled.
struct TurnLabels: Decodable {
  var intents: [String]?
  var emotion: String?
  var price_sensitivity: String?
  var purchase_signal: String?
  var acts: [String]?
  var service_stage: String?
}

/// One line of the corpus that was written for this project; `corpus/README.md` says its form.
struct AuthoredTurn {
  var speaker: Speaker
  var text: String
  /// `nil` of a turn that is only context.
  var labels: TurnLabels?

  /// - Returns: `nil` of a line that has another form.
  init?(_ line: some StringProtocol) {
    let columns = line.split(separator: "\t" as Character, omittingEmptySubsequences: false).map { String($0) }
    guard columns.count >= 2, let speaker = Speaker(name: columns[0]), !columns[1].isEmpty else { return nil }
    (self.speaker, text) = (speaker, columns[1])
    func names(_ column: Int) -> [String]? {
      columns[column] == "-" ? nil : columns[column].split(separator: ",").map(String.init)
    }
    switch (columns.count, speaker) {
    case (2, _): break
    case (6, .customer):
      labels = TurnLabels(
        intents: names(2), emotion: names(3)?.first, price_sensitivity: names(4)?.first,
        purchase_signal: names(5)?.first)
    case (4, .agent), (4, .bot):
      labels = TurnLabels(acts: names(2), service_stage: names(3)?.first)
    default: return nil
    }
  }
}

extension AuthoredTurn {
  /// The files of a folder of authored chats, in the order of their names.
  static func files(of folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "tsv" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  /// Calls `body` with each turn of a file, the turns of its chat before it, and its line (1-based).
  ///
  /// - Throws: `ValidationError` that names the file and the first line that is no turn; what `body` throws.
  static func forEach(
    in file: URL, _ body: (AuthoredTurn, _ earlier: [AuthoredTurn], _ line: Int) throws -> Void
  ) throws {
    var earlier: [AuthoredTurn] = []
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard !line.isEmpty else {
        earlier = []
        continue
      }
      guard let turn = AuthoredTurn(line) else {
        throw ValidationError(
          "\(file.path):\(index + 1): a turn is a speaker, a text, and no labels or all of its speaker's")
      }
      try body(turn, earlier, index + 1)
      earlier.append(turn)
    }
  }
}
