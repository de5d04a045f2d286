import Foundation
import Testing

@testable import duxin_dev

@Suite struct AuthoringTests {
  private func blocks(_ text: String) throws -> [AuthoredBlock] {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).txt")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    return try AuthoredBlock.read(file: file)
  }

  @Test(arguments: [
    ("{item}", ["水壶"], "a slot"),
    ("a | b", ["a", "b"], "alternatives"),
    ("<在/不在>吗", ["在吗", "不在吗"], "a choice inside"),
    ("好</的>", ["好", "好的"], "a choice may be empty"),
    ("<a<1/2>/b>", ["a1", "a2", "b"], "a choice in a choice"),
    ("1/2 天", ["1/2 天"], "a slash outside a choice is text"),
  ])
  func aPhraseIsSaidInAllItsWays(text: String, ways: [String], reason: Comment) throws {
    let phrase = try Phrase(.init(place: .init(file: "f", line: 1), text: text))
    var values = SlotValues()
    values[.item] = "水壶"
    var random = SeededRandom(seed: 1)
    let said = Set((0..<200).map { _ in phrase.say(values, &random) })
    #expect(said == Set(ways), reason)
  }

  @Test(arguments: [
    ("C: 你好 {itm}", "{itm} is no slot"),
    ("C: <a/b", "`<` has no `>`"),
    ("X: 你好", "X is no speaker"),
    ("C[picture]: 图", "C[picture] names no type of message"),
    ("~ soon", "write `~ 20m`, `~ 3h` or `~ 1d`"),
  ])
  func aMistakeIsNamedWithItsPlace(line: String, message: String) throws {
    let block = try #require(try blocks("== one\n\(line)\n").first)
    let error = #expect(throws: AuthoringError.self) { try Dialogue(block, language: "zh") }
    #expect(error?.description.hasSuffix(".txt:2: \(message)") == true)
  }

  @Test func aBlockNamedStarGivesWhatOthersLack() throws {
    let read = try blocks("== *\nscene: delay\nfor: tea\n== one\nfor: fruit\n== two\n")
    #expect(read.map(\.name) == ["one", "two"])
    #expect(read.map { $0.optional("scene") } == ["delay", "delay"])
    #expect(read.map { $0.optional("for") } == ["fruit", "tea"])
  }

  @Test func numbersAreThoseOfTheirRange() {
    var random = SeededRandom(seed: 7)
    let seen = Set((0..<500).map { _ in random.number(3...6) })
    #expect(seen == [3, 4, 5, 6])
    #expect(random.fill("13800??").utf8.allSatisfy { (0x30...0x39).contains($0) })
  }
}
