import ChatModel
import Foundation
import Testing

@testable import duxin_dev

/// The turns written for training: the labels are of the guide, nothing stands twice, and nothing is templated.
@Suite struct CorpusTests {
  /// Each labelled turn with the turns of its chat before it; read once for all tests.
  private static let labelled = Result {
    let folder = URL(filePath: #filePath).appending(path: "../../../Sources/duxin-dev/corpus/authored").standardized
    var found: [(turn: AuthoredTurn, earlier: [AuthoredTurn], place: Comment)] = []
    for file in try AuthoredTurn.files(of: folder) {
      try AuthoredTurn.forEach(in: file) { turn, earlier, line in
        if turn.labels != nil { found.append((turn, earlier, "\(file.lastPathComponent):\(line)")) }
      }
    }
    return found
  }

  /// Letters and digits alone, small; of a text without any, the text.
  private static func folded(_ text: String) -> String {
    let letters = text.lowercased().unicodeScalars.filter(\.properties.isAlphabetic)
    return letters.isEmpty ? text : String(String.UnicodeScalarView(letters))
  }

  @Test func labelsAreThoseOfTheGuide() throws {
    var customers = 0
    var others = 0
    for (turn, _, place) in try Self.labelled.get() {
      let labels = try #require(turn.labels)
      if turn.speaker == .customer {
        customers += 1
        #expect((1...3).contains(labels.intents?.count ?? 1), place)
        #expect((labels.intents ?? []).allSatisfy { Intent(name: $0) != nil }, place)
        #expect(labels.emotion.map { Emotion(name: $0) != nil } ?? true, place)
        #expect(labels.price_sensitivity.map { PriceSensitivity(name: $0) != nil } ?? true, place)
        #expect(labels.purchase_signal.map { PurchaseSignal(name: $0) != nil } ?? true, place)
      } else {
        others += 1
        #expect((labels.acts ?? []).allSatisfy { Act(name: $0) != nil }, place)
        #expect(labels.service_stage.map { ServiceStage(name: $0) != nil } ?? true, place)
      }
    }
    #expect(customers >= 25_000 && others >= 3_000)
  }

  @Test func nothingStandsTwice() throws {
    var places: [[String]: Comment] = [:]
    for (turn, earlier, place) in try Self.labelled.get() {
      let said = earlier.flatMap { [$0.speaker.name, Self.folded($0.text)] }
      let key = said + [turn.speaker.name, turn.text.contains { $0.isNumber } ? turn.text : Self.folded(turn.text)]
      let known = places.updateValue(place, forKey: key)
      #expect(known == nil, "\(place) says what \(known ?? "") says")
    }
  }

  @Test(arguments: [
    "customer", "customer\t", "nobody\thello", "customer\thello\tgreeting", "customer\thello\tcanned\trepeater",
    "agent\thello\tgreeting\tneutral\tnone\tnone",
  ])
  func aLineOfAnotherFormIsNoTurn(line: String) { #expect(AuthoredTurn(line[...]) == nil) }

  /// A frame is how a text begins: six characters of Chinese, six words of English, numbers left out.
  @Test func noFrameIsUsedMoreThanTwentyTimes() throws {
    var frames: [String: Int] = [:]
    for (turn, _, _) in try Self.labelled.get() {
      let words = turn.text.lowercased().split { !$0.isLetter && $0 != "'" }.flatMap { run in
        run.allSatisfy(\.isASCII) ? [String(run)] : run.map(String.init)
      }
      if words.count >= 8 { frames[words.prefix(6).joined(separator: " "), default: 0] += 1 }
    }
    #expect(frames.count > 20_000)
    #expect(frames.filter { $0.value > 20 }.isEmpty)
  }
}
