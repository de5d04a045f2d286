import ChatModel
import ChatTagging
import Testing

/// How a text is read: words, clauses, negation, questions, offsets.
@Suite struct ReadingTests {
  private static let grammar = RuleFile(
    name: "grammar.yaml",
    yaml: """
      task: grammar
      groups:
        pause: ， | 。 | ? | ？ | ,
        but: 但是
        not: 不 | 没有 | not | 没
        unwanted: 不要 | don't want
        ask: 吗 | ？ | ? | 要不要
        if: 如果
        quote: 他说
        exception: 贵公司
        price: 贵 | 太贵
      """)
  private static let words = RuleFile(
    name: "words.yaml",
    yaml: """
      task: intents
      variants: 貴贵 們们
      groups:
        joy: 满意 | 好 | happy
        back: 退货 | return
        dear: 贵 | 太贵 | ok
      rules:
        joy: {say: <joy>, gives: thanks_bye 1}
        back: {say: <back>, gives: return_refund 1}
        dear: {say: <dear>, gives: bargain 1}
      """)
  private static let tagger = Result { try TurnTagger(ruleFiles: [grammar, words]) }

  private func explain(_ text: String) throws -> Explanation {
    try Self.tagger.get().explain(text, speaker: .customer, context: [])
  }

  private func hits(_ text: String, _ group: String) throws -> [Explanation.Hit] {
    try explain(text).hits.filter { $0.group.split(separator: ",").contains(Substring(group)) }
  }

  @Test(arguments: [
    ("满意", false, "plain"), ("不满意", true, "one not"), ("没有不满意", false, "two undo each other"),
    ("不，满意", false, "in another clause"), ("不不满意", false, "two undo each other"),
    ("not happy", true, "English"), ("not so very happy", true, "over two words"),
    ("not at the moment but I am happy", false, "too far"),
  ])
  func negation(_ text: String, _ isNegated: Bool, _ reason: String) throws {
    let hit = try #require(try hits(text, "joy").first)
    #expect(hit.isNegated == isNegated, "\(reason)")
  }

  @Test(arguments: [
    ("不要退货", true), ("我不要再退货了", true), ("要不要退货", false), ("退货", false), ("i don't want to return it", true),
  ])
  func refusal(_ text: String, _ isRefused: Bool) throws {
    #expect(try #require(try hits(text, "back").first).isRefused == isRefused)
  }

  @Test(arguments: [
    ("退货吗", [true]), ("好不好", [true]), ("满意不满意", [true]), ("退货吗，好", [true, false]),
    ("好 退货？？", [false, true]), ("退货", [false]), ("好但是退货吗", [false, true]),
  ])
  func questions(_ text: String, _ asked: [Bool]) throws {
    #expect(try explain(text).clauses.map(\.isAsked) == asked)
  }

  @Test func conditionsAndQuotes() throws {
    let clauses = try explain("如果退货，他说好").clauses
    #expect(clauses.map(\.isConditional) == [true, false])
    #expect(clauses.map(\.isQuoted) == [false, true])
  }

  @Test(arguments: [
    ("ok", 1, "alone"), ("OK!", 1, "upper case"), ("ｏｋ", 1, "full width"), ("okay", 0, "inside a longer word"),
    ("book", 0, "inside a longer word"), ("好ok的", 1, "beside Chinese"), ("贵公司", 0, "an exception hides it"),
    ("貴", 1, "Traditional"), ("太贵", 2, "rules see both"),
  ])
  func words(_ text: String, _ count: Int, _ reason: String) throws {
    #expect(try hits(text, "dear").count == count, "\(reason)")
  }

  @Test func offsetsAreScalars() throws {
    let hit = try #require(try hits("😀é 我要退货", "back").first)
    #expect((hit.start, hit.end) == (5, 7))
    let clauses = try explain("好，退货。").clauses
    #expect(clauses.map(\.start) == [0, 2] && clauses.map(\.end) == [2, 5])
  }

  @Test func anyBytesAreRead() throws {
    let tagger = try TurnTagger.shipped()
    let scratch = TaggingScratch()
    scratch.wantsEvidence = true
    for bytes: [UInt8] in [
      [0xFF], [0xE9, 0x80], [0xF0, 0x9F, 0x98], [0x80, 0x41], [0xC0, 0x80], [0x20], [0x0A, 0x0A],
    ] {
      var batch = TurnBatch()
      var turn = Turn()
      turn.text = batch.append(bytes.span)
      batch.turns = [turn]
      _ = tagger.tag(0, of: batch, with: scratch)
    }
  }
}
