import ChatInsight
import ChatModel
import Testing

@Suite struct ConversationFactsTests {
  @Test func thereAreThirtyAndMore() { #expect(conversations.count == 15 && purchases.count == 21) }

  @Test(arguments: (conversations + purchases).indices)
  func factsAreThoseWorkedOutByHand(_ index: Int) {
    let script = (conversations + purchases)[index]
    #expect(ConversationFacts(script.turns).lines == script.expected, "\(script.turns[0].conversationID)")
  }

  @Test func wishesKeepTheirFirstWords() {
    let facts = ConversationFacts(conversations[1].turns)
    #expect(facts.wishes.map(\.intent) == [.logisticsTracking, .urgeDelivery, .humanAgent])
    #expect(facts.wishes.map(\.turn) == [0, 2, 4])
    #expect(facts.wishes[1].text == "都五天了，你们到底管不管")
  }

  @Test func frameOfAConversation() {
    var turns = conversations[3].turns
    (turns[0].product, turns[1].product, turns[2].product, turns[3].product) = ("帽子", "衬衫", nil, "衬衫")
    (turns[1].speakerID, turns[3].speakerID) = ("小颖", "小颖")
    let facts = ConversationFacts(turns)
    #expect(facts.product == "衬衫")
    #expect(facts.servedBy == "小颖")
    #expect(facts.started == turns[0].time)
    #expect(facts.ended == turns[3].time)
  }

  @Test func untaggedTurnsAreCountedByKind() {
    let facts = ConversationFacts(conversations[4].turns)
    #expect(facts.untagged[.image] == 1)
    #expect(facts.untagged.total == 1)
    #expect(facts.turns[.system] == 1)
  }

  /// Pairs of answers, whether they are near-same, and why.
  @Test(arguments: [
    ("请您耐心等待一下", "请您耐心等待一下", true, "the same"),
    ("请您耐心等待一下", "请您，耐心等待一下。。。", true, "punctuation does not count"),
    ("Please wait a moment", "PLEASE WAIT A MOMENT!", true, "nor does case"),
    ("您的订单今天发出", "您的快递明天送到", false, "one frame, another content"),
    ("好的亲", "好的亲", false, "too short to be an answer"),
  ])
  func repeatedAnswers(_ first: String, _ second: String, _ isRepeat: Bool, _ why: String) {
    var tags = ServiceTags()
    tags.acts.append(Scored(.info, 1))
    tags.stage = Scored(.navigator, 1)
    let turns = [first, second].enumerated().map { number, text in
      TaggedTurn(conversationID: "c", number: Int64(number), speaker: .agent, text: text, tags: .service(tags))
    }
    #expect(ConversationFacts(turns).repeatedAnswers == (isRepeat ? 1 : 0), "\(why)")
  }

  /// Who asks for a person and is answered by one has no open wish.
  @Test(arguments: [
    ("C 10:00:00 human_agent neutral none none | 转人工\nA 10:00:09 greeting none | 您好", true),
    ("C 10:00:00 human_agent neutral none none | 转人工\nB 10:00:01 canned repeater | 您好，请描述问题", false),
    (
      "A 10:00:00 info navigator | 已发出\nC 10:01:00 human_agent angry none none | 找你们主管\nB 10:01:01 canned repeater | 亲",
      false
    ), ("C 10:00:00 human_agent neutral none none | 人工\nB 10:00:01 transfer none | 正在为您转接", true),
    ("C 10:00:00 order_status neutral none none | 到哪了\nA 10:00:09 info navigator | 在路上", false),
  ]) func whoReachesAPerson(turns: String, isReached: Bool) throws {
    let script = try #require(Script.read("# c u -\n" + turns).first)
    #expect(ConversationFacts(script.turns).reachedHuman == isReached)
  }
}
