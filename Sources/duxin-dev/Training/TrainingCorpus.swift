import ArgumentParser
import ChatModel
import ChatTagging
import ChatTraining
import Foundation

/// Reads labelled turns: our own chats, JSONL of conversations, and tables of queries.
struct TrainingCorpus {
  private(set) var turns = LabelledTurns()

  /// The chats written for this project; turns without labels are context only.
  ///
  /// - Throws: what ``AuthoredTurn/forEach(in:_:)`` throws.
  mutating func readAuthored(_ folder: URL) throws {
    for file in try AuthoredTurn.files(of: folder) {
      turns.begin(
        .init(name: "authored/" + file.deletingPathExtension().lastPathComponent, file: file.path, kind: .authored))
      try AuthoredTurn.forEach(in: file) { turn, earlier, _ in
        guard let labels = turn.labels else { return }
        turns.add(
          turn.text, by: turn.speaker, after: earlier.map { ($0.speaker, $0.text) }[...], turnsBefore: earlier.count,
          target: labels.target, group: earlier.first?.text ?? turn.text)
      }
    }
  }

  /// Whole conversations, one turn a line; turns without labels are context only.
  ///
  /// - Parameter own: a table of labels of ours, see ``ownLabels(_:)``: then only turns are added that have none in
  ///   the file and one in the table.
  mutating func readConversations(
    _ file: URL, name: String, own table: URL? = nil, kind: LabelledTurns.Source.Kind = .reference
  ) throws {
    let own = try table.map(ownLabels)
    turns.begin(.init(name: name, file: file.path, kind: table == nil ? kind : .own, labels: table?.path))
    var conversation = ""
    var earlier: [(Speaker, String)] = []
    for record in try records(of: file) {
      let id = record.conversation_id ?? ""
      if id != conversation { (conversation, earlier) = (id, []) }
      let ours = record.turn.flatMap { own?["\(id)\t\($0)"] }
      if let labels = own == nil ? record.labels : record.labels == nil ? ours : nil {
        turns.add(
          record.text, by: record.speaker.value, after: earlier[...], turnsBefore: earlier.count,
          target: labels.target, group: id)
      }
      if !record.text.isEmpty { earlier.append((record.speaker.value, record.text)) }
    }
  }

  /// Tab-separated single queries: text, a name of their own, our intent or `-`.
  ///
  /// - Parameters:
  ///   - weight: of the intent of the file, which a classifier gave.
  ///   - own: a table of labels of ours, see ``ownLabels(_:)``; the turn is the line in the file (1-based). Of two
  ///     opinions on the intent each counts half.
  mutating func readQueries(
    _ file: URL, name: String, weight: Float, own table: URL? = nil, kind: LabelledTurns.Source.Kind = .reference
  ) throws {
    let own = try table.map(ownLabels) ?? [:]
    turns.begin(.init(name: name, file: file.path, kind: kind, labels: table?.path))
    for (index, line) in try String(contentsOf: file, encoding: .utf8).split(separator: "\n").enumerated() {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard columns.count == 3 else { continue }
      var target = own["jddc-queries\t\(index + 1)"]?.target ?? Target()
      if let intent = Intent(name: columns[2]) { target.addOpinion(intent, weight: weight) }
      guard target.isLabelled(.intents) else { continue }
      turns.add(
        String(columns[0]), by: .customer, after: [], turnsBefore: 0, target: target, group: String(columns[0]))
    }
  }

  /// Labels by conversation and turn, without any text: conversation_id, turn, intents, emotion, price_sensitivity,
  /// purchase_signal, tab-separated, under a header; `-` = not labelled.
  private func ownLabels(_ file: URL) throws -> [String: TurnLabels] {
    var labels: [String: TurnLabels] = [:]
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst() {
      let columns = line.split(separator: "\t")
      guard columns.count == 6 else {
        throw ValidationError("\(file.path): a line has \(columns.count) columns, not 6")
      }
      labels["\(columns[0])\t\(columns[1])"] = TurnLabels(ofCustomer: columns[2...])
    }
    return labels
  }

  private func records(of file: URL) throws -> [LabelledRecord] {
    let decoder = JSONDecoder()
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      try decoder.decode(LabelledRecord.self, from: Data($0.utf8))
    }
  }
}

/// One line of JSONL; the labels have the names of the annotation guide.
private struct LabelledRecord: Decodable {
  enum Side: String, Decodable {
    case customer, agent, bot, system
    var value: Speaker { Speaker(name: rawValue) ?? .system }
  }

  var conversation_id: String?
  var turn: Int?
  var speaker: Side
  var text: String
  var labels: TurnLabels?
}

extension Target {
  /// What another says of the turn's only or first intent, beside what is known of it.
  fileprivate mutating func addOpinion(_ intent: Intent, weight: Float) {
    let outputs = ModelHead.intents.outputs
    let place = outputs.lowerBound + Int(intent.rawValue)
    guard isLabelled(.intents) else { return set(.intents, [Int(intent.rawValue)], weight: weight) }
    guard values[place] == 0 else { return }
    for label in outputs { values[label] /= 2 }
    values[place] = 0.5
  }
}
