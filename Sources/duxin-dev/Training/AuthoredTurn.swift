import ArgumentParser
import ChatModel
import Foundation

/// One line of the corpus that was written for this project; `corpus/README.md` says its form.
struct AuthoredTurn {
  var speaker: Speaker
  var text: String
  /// `nil` of a turn that is only context.
  var labels: TurnLabels?

  /// - Returns: `nil` of a line that has another form.
  init?(_ line: Substring) {
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard columns.count >= 2, let speaker = Speaker(name: columns[0]), !columns[1].isEmpty else { return nil }
    (self.speaker, text) = (speaker, String(columns[1]))
    switch (columns.count, speaker) {
    case (2, _): break
    case (6, .customer): labels = TurnLabels(ofCustomer: columns[2...])
    case (4, .agent), (4, .bot): labels = TurnLabels(ofService: columns[2...])
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
