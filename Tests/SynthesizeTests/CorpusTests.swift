import ChatModel
import Foundation
import Testing

/// The turns written for training: the labels are of the guide, nothing stands twice, and nothing is templated.
@Suite struct CorpusTests {
  struct Record: Decodable {
    struct Message: Decodable {
      var speaker: String
      var text: String
    }
    struct Labels: Decodable {
      var intents: [String]?
      var emotion, price_sensitivity, purchase_signal: String?
      var acts: [String]?
      var service_stage: String?
    }
    var context: [Message]?
    var speaker, text: String
    var labels: Labels
  }

  private static let files = try? FileManager.default.contentsOfDirectory(
    at: URL(filePath: #filePath).appending(path: "../../../Sources/duxin-dev/corpus/authored").standardized,
    includingPropertiesForKeys: nil
  ).filter { $0.pathExtension == "jsonl" }.sorted { $0.lastPathComponent < $1.lastPathComponent }

  private static func forEachRecord(_ body: (Record, Comment) throws -> Void) throws {
    let decoder = JSONDecoder()
    for file in try #require(files) {
      for (index, line) in try String(contentsOf: file, encoding: .utf8).split(separator: "\n").enumerated() {
        try body(
          decoder.decode(Record.self, from: Data(line.utf8)), "\(file.lastPathComponent):\(index + 1)")
      }
    }
  }

  /// Letters and digits alone, small; of a text without any, the text.
  private static func folded(_ text: String) -> String {
    let letters = text.lowercased().unicodeScalars.filter(\.properties.isAlphabetic)
    return letters.isEmpty ? text : String(String.UnicodeScalarView(letters))
  }

  @Test func labelsAreThoseOfTheGuide() throws {
    var customers = 0
    var others = 0
    try Self.forEachRecord { record, place in
      #expect(Speaker(name: record.speaker) != nil && !record.text.isEmpty, place)
      for message in record.context ?? [] { #expect(Speaker(name: message.speaker) != nil, place) }
      let labels = record.labels
      if record.speaker == "customer" {
        customers += 1
        #expect(labels.acts == nil && labels.service_stage == nil, place)
        #expect((1...3).contains(labels.intents?.count ?? 1), place)
        #expect((labels.intents ?? []).allSatisfy { Intent(name: $0) != nil }, place)
        #expect(labels.emotion.map { Emotion(name: $0) != nil } ?? true, place)
        #expect(labels.price_sensitivity.map { PriceSensitivity(name: $0) != nil } ?? true, place)
        #expect(labels.purchase_signal.map { PurchaseSignal(name: $0) != nil } ?? true, place)
      } else {
        others += 1
        #expect(labels.intents == nil && labels.emotion == nil, place)
        #expect((labels.acts ?? []).allSatisfy { Act(name: $0) != nil }, place)
        #expect(labels.service_stage.map { ServiceStage(name: $0) != nil } ?? true, place)
      }
    }
    #expect(customers >= 25_000 && others >= 3_000)
  }

  @Test func nothingStandsTwice() throws {
    var places: [[String]: Comment] = [:]
    try Self.forEachRecord { record, place in
      let said = (record.context ?? []).flatMap { [$0.speaker, Self.folded($0.text)] }
      let key = said + [record.speaker, record.text.contains { $0.isNumber } ? record.text : Self.folded(record.text)]
      let known = places.updateValue(place, forKey: key)
      #expect(known == nil, "\(place) says what \(known ?? "") says")
    }
  }

  /// A frame is how a text begins: six characters of Chinese, six words of English, numbers left out.
  @Test func noFrameIsUsedMoreThanTwentyTimes() throws {
    var frames: [String: Int] = [:]
    try Self.forEachRecord { record, _ in
      let words = record.text.lowercased().split { !$0.isLetter && $0 != "'" }.flatMap { run in
        run.allSatisfy(\.isASCII) ? [String(run)] : run.map(String.init)
      }
      if words.count >= 8 { frames[words.prefix(6).joined(separator: " "), default: 0] += 1 }
    }
    #expect(frames.count > 20_000)
    #expect(frames.filter { $0.value > 20 }.isEmpty)
  }
}
