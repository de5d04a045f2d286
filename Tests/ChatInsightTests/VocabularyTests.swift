import ChatInsight
import ChatModel
import Testing

@Suite struct VocabularyTests {
  /// A customer's text and what it names.
  @Test(arguments: [
    ("有黑色的吗", ["attributes:colour.black"]),
    ("红包怎么用", []),
    ("黑色或者白色的L码", ["attributes:colour.black", "attributes:colour.white", "attributes:size.l"]),
    ("蓝牙连不上", ["attributes:function.connect"]),
    ("hundred dollars, a red one", ["attributes:colour.red"]),
    ("RED please", ["attributes:colour.red"]),
    ("😀黑色é白色", ["attributes:colour.black", "attributes:colour.white"]),
    ("给我妈妈买的", ["audience:parents"]),
    ("这个宝贝还有吗", []),
    ("拼多多卖得更便宜", ["competitor:pinduoduo"]),
  ])
  func words(_ text: String, _ expected: [String]) {
    var tags = CustomerTags()
    tags.intents.append(Scored(.productQuestion, 0.9))
    let turn = TaggedTurn(conversationID: "c", number: 0, speaker: .customer, text: text, tags: .customer(tags))
    #expect(ConversationFacts([turn]).mentions.map { "\($0.term.kind):\($0.term.key)" } == expected)
  }

  @Test func everyKeyHasItsNames() {
    let words = Vocabulary.shipped
    for kind in WordKind.allCases {
      let keys = words.keys(of: kind)
      #expect(!keys.isEmpty, "\(kind)")
      #expect(Set(keys).count == keys.count, "\(kind): a key stands twice")
      for key in keys where kind != .topic {
        #expect(words.name(kind, key, isChinese: true) != key || key == "1688" || key == "618", "\(kind) \(key)")
      }
    }
    for key in words.keys(of: .topic) { #expect(Intent(name: key) != nil, "\(key)") }
  }
}
