import ChatModel
import ChatStore
import Testing

@Suite struct TurnSearchTests {
  private static func said(_ text: String, _ intent: Intent, _ emotion: Emotion, at: Double, id: String = "c1") -> Said
  {
    var tags = CustomerTags()
    tags.intents.append(Scored(intent, 0.9))
    tags.emotion = Scored(emotion, 0.9)
    return Said(text, id: id, at: at, shop: id == "c1" ? "南山店" : "Northlane", tags: .customer(tags))
  }

  private static func filled() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.ingest([
      said("这个能便宜点吗", .bargain, .neutral, at: 100), Said("已经是最低价了", .agent, at: 110, shop: "南山店"),
      said("太贵了，不便宜", .bargain, .disappointed, at: 120), said("算了", .ack, .neutral, at: 130),
      said("Refunds take too long, start now", .refundStatus, .angry, at: 200, id: "c2"),
      Said("50% of 199 is back, order A_1", id: "c2", .agent, at: 210, shop: "Northlane"),
      said("where is my REFUND", .refundStatus, .anxious, at: 220, id: "c2"),
    ])
    return scratch
  }

  /// Words, the texts that must be found (newest first within the passages' order), why.
  @Test(arguments: [
    (["便宜"], ["这个能便宜点吗", "太贵了，不便宜"], "two Chinese characters, anywhere"),
    (["贵"], ["太贵了，不便宜"], "one character"),
    (["便宜", "太"], ["太贵了，不便宜"], "all words"),
    (["refund"], ["Refunds take too long, start now", "where is my REFUND"], "any case, the beginning of a word"),
    (["art"], [], "not in the middle of a word"), (["99"], [], "a number is whole"),
    (["199"], ["50% of 199 is back, order A_1"], "a number"),
    (["50%"], ["50% of 199 is back, order A_1"], "no wildcard"),
    (["A_1"], ["50% of 199 is back, order A_1"], "no wildcard"), (["%"], ["50% of 199 is back, order A_1"], "a sign"),
    (["没有的词"], [], "nothing"),
  ])
  func findsWords(_ words: [String], _ expected: [String], _ why: String) throws {
    let (passages, total) = try Self.filled().store.search(TurnSearch(words: words))
    let found = passages.flatMap { passage in passage.found.map { passage.turns[$0].text } }
    #expect(found == expected, "\(why)")
    #expect(total == expected.count)
  }

  @Test func filters() throws {
    func texts(_ set: (inout TurnSearch) -> Void) throws -> [String] {
      var search = TurnSearch(words: [])
      set(&search)
      return try Self.filled().store.search(search).passages.flatMap { passage in
        passage.found.map { passage.turns[$0].text }
      }
    }
    #expect(try texts { $0.emotion = .angry } == ["Refunds take too long, start now"])
    #expect(try texts { $0.intent = .bargain } == ["这个能便宜点吗", "太贵了，不便宜"])
    #expect(try texts { $0.speaker = .agent } == ["50% of 199 is back, order A_1", "已经是最低价了"])
    #expect(try texts { $0.shop = "Northlane" }.count == 3)
    #expect(try texts { $0.shop = "nowhere" }.isEmpty)
    #expect(try texts { $0.price = PriceSensitivity.none }.count == 5, "turns of the customer alone carry it")
    #expect(
      try texts {
        $0.since = Timestamp(seconds: 120)
        $0.until = Timestamp(seconds: 200)
      } == ["太贵了，不便宜", "算了"])
  }

  @Test func neighboursThatMeetAreOnePassage() throws {
    var search = TurnSearch(words: ["便宜"])
    let together = try Self.filled().store.search(search).passages
    #expect(together.map { $0.turns.map(\.text) } == [["这个能便宜点吗", "已经是最低价了", "太贵了，不便宜", "算了"]])
    #expect(together.map(\.found) == [[0, 2]])
    search.context = 0
    let apart = try Self.filled().store.search(search).passages
    #expect(apart.map { $0.turns.map(\.text) } == [["这个能便宜点吗"], ["太贵了，不便宜"]])
  }

  @Test func theNewestAreKept() throws {
    var search = TurnSearch(words: [])
    search.limit = 1
    let (passages, total) = try Self.filled().store.search(search)
    #expect(passages.map { $0.turns[$0.found[0]].text } == ["where is my REFUND"])
    #expect(total == 7)
  }
}
