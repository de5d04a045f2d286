public import ChatModel
import ChatReading
import ChatTagging
package import ChatTraining

/// Reads labelled turns: JSON lines of whole or partial conversations, of which some turns carry `labels`.
///
/// Turns are read, masked and linked to their context as when they are tagged.
public struct LabelledReading {
  /// Every labelled turn; turns without labels are context only.
  public private(set) var labelled = LabelledChats()
  private let options: AnalysisOptions

  public init(_ options: AnalysisOptions) {
    var options = options
    options.reading.format = .jsonl
    self.options = options
  }

  /// Reads one file.
  ///
  /// - Parameters:
  ///   - tell: receives problems of records and of labels as they are met.
  ///   - other: receives every batch with the indices of its turns that have no labels.
  /// - Throws: ``ReadError``, and what the closures throw.
  public mutating func read(
    _ path: String, tell: ([Problem]) throws -> Void, other: (TurnBatch, [Int]) throws -> Void = { _, _ in }
  ) throws {
    labelled.begin(path)
    let rest = try ChatSource(options).read(path) { batch, chunk in
      var problems = batch.problems
      let written = chunk.writtenLabels()
      var unlabelled: [Int] = []
      for index in batch.turns.indices {
        let turn = batch.turns[index]
        guard let labels = written[turn.line] else {
          unlabelled.append(index)
          continue
        }
        func reject(_ code: String, _ message: String) {
          problems.append(
            Problem(
              code: code, severity: .warning, location: Location(file: path, line: turn.line, byte: turn.byte),
              message: message + "; the turn is read as context only"))
        }
        guard let labels else {
          reject(
            "bad-labels", "labels must be intents, emotion, price_sensitivity, purchase_signal, or acts, service_stage")
          continue
        }
        guard turn.messageType == .text, !turn.text.isEmpty else {
          reject("labels-without-words", "only turns with words can be learnt from")
          continue
        }
        if let wrong = labelled.add(index, of: batch, labels) { reject(wrong.code, wrong.message) }
      }
      try tell(problems)
      try other(batch, unlabelled)
    }
    try tell(rest)
  }
}

/// Labelled turns of several files, ready to learn from or to be measured on.
public struct LabelledChats: Sendable {
  package private(set) var turns = LabelledTurns()

  /// How many turns are labelled, and in how many conversations.
  public var count: Int { turns.entries.count }
  public var conversations: Int { Set(turns.entries.map(\.group)).count }

  fileprivate mutating func begin(_ path: String) { turns.begin(.init(name: path, file: path)) }

  /// Adds a turn; what is wrong with its labels, or nil.
  fileprivate mutating func add(
    _ index: Int, of batch: TurnBatch, _ labels: WrittenLabels
  ) -> (code: String, message: String)? {
    let isService = batch.turns[index].speaker.isService
    let fields: [(head: ModelHead, names: [String]?)] = [
      (.intents, labels.intents), (.emotion, labels.emotion.map { [$0] }),
      (.price, labels.priceSensitivity.map { [$0] }), (.purchase, labels.purchaseSignal.map { [$0] }),
      (.acts, labels.acts), (.stage, labels.serviceStage.map { [$0] }),
    ]
    var target = Target()
    for (head, names) in fields {
      guard let names, !names.isEmpty else { continue }
      guard head.isService == isService, batch.turns[index].speaker != .system else {
        return (
          "labels-of-other-speaker",
          "\(head.field) belongs to a turn of \(head.isService ? "an agent or bot" : "a customer")"
        )
      }
      var codes: [Int] = []
      for name in names {
        guard let code = head.names.firstIndex(of: name) else {
          return (
            "unknown-label", "there is no such label of \(head.field); there are \(head.names.joined(separator: ", "))"
          )
        }
        codes.append(code)
      }
      target.set(head, codes, weight: 1)
    }
    guard target.weights.contains(where: { $0 > 0 }) else {
      return (
        "bad-labels", "labels must be intents, emotion, price_sensitivity, purchase_signal, or acts, service_stage"
      )
    }
    turns.add(index, of: batch, target: target, group: batch.string(batch.turns[index].conversationID))
    return nil
  }

  /// SHA-256, name and count of labelled turns of each file, one a line; no text of theirs.
  public func provenance() throws -> String {
    try turns.sources.enumerated().map { index, source in
      let hex = try FileDigest.sha256(source.file)?.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() ?? "-"
      let name = source.name.split(separator: "/").last.map(String.init) ?? source.name
      return "\(hex) \(name) \(turns.entries.count { $0.source == index })"
    }.joined(separator: "\n")
  }
}
