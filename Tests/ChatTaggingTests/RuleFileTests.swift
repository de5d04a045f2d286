import ChatModel
import ChatTagging
import Testing

/// What a rule file may say, and what is said about one that is wrong.
@Suite struct RuleFileTests {
  private static let base = RuleFile(
    name: "base.yaml",
    yaml: """
      task: intents
      groups:
        gone: lost | 丢了
      words:
        other:
          - bias: 0
        exchange:
          - bias: -1
          - 3: 换货
        return_refund:
          - bias: -1
          - 3: 退货 | refund
      rules:
        parcel-gone:
          say: <gone>
          with: 快递 | parcel
          gives: delivery_exception 5
      """)

  private static func intents(_ text: String, _ extra: String = "") throws -> [String] {
    let files = extra.isEmpty ? [base] : [base, RuleFile(name: "shop.yaml", yaml: extra)]
    let explanation = try TurnTagger(ruleFiles: files).explain(text, speaker: .customer, context: [])
    guard case .customer(let tags) = explanation.tags else { return [] }
    // Labels without a bias stand at 0 here; what counts is who rises above.
    return tags.intents.array.filter { $0.score > 0.6 }.map(\.label.name)
  }

  @Test func wordsAndRulesGiveLabels() throws {
    #expect(try Self.intents("我要退货") == ["return_refund"])
    #expect(try Self.intents("快递丢了") == ["delivery_exception"])
    #expect(try Self.intents("快递\n丢了") == [], "the words stand in two clauses")
  }

  @Test func aShopAddsOverridesAndForbids() throws {
    let adds = "task: intents\nwords:\n  exchange:\n    - 4: 掉包\n"
    #expect(try Self.intents("想掉包", adds) == ["exchange"])
    let addsToGroup = "task: intents\ngroups:\n  gone: 没影了\n"
    #expect(try Self.intents("快递没影了", addsToGroup) == ["delivery_exception"])
    let overrides = "task: intents\nrules:\n  parcel-gone:\n    say: <gone>\n    gives: complaint 5\n"
    #expect(try Self.intents("快递丢了", overrides) == ["complaint"])
    #expect(try Self.intents("快递丢了", "forbid: [parcel-gone]") == [])
    #expect(try Self.intents("我要退货", "forbid: [base/return_refund/1]") == [])
  }

  @Test(arguments: [
    ("task: wishes\n", "unknown-task", 1),
    ("words: [\n", "yaml-syntax", 2),
    ("task: intents\nwords:\n  refunds:\n    - 1: 退\n", "unknown-label", 3),
    ("task: intents\nwords:\n  exchange:\n    - often: 换\n", "not-a-number", 4),
    ("task: intents\nwords:\n  exchange: 换\n", "not-a-list", 3),
    ("task: intents\nwords:\n  exchange:\n    - 1 sometimes: 换\n", "unknown-condition", 4),
    ("task: intents\nrules:\n  a:\n    say: <nobody>\n    gives: other 1\n", "unknown-group", 3),
    ("task: intents\nrules:\n  a:\n    say: 换\n", "no-gift", 3),
    ("task: intents\nrules:\n  a:\n    says: 换\n    gives: other 1\n", "unknown-key", 4),
    ("task: intents\nrules:\n  a:\n    say: 换\n    gives: other\n", "bad-gift", 5),
    ("variants: 貨\n", "bad-variant", 1),
    ("forbid: [nothing]\n", "unknown-rule", 1),
    ("orders: 1\n", "unknown-key", 1),
  ])
  func aWrongFileIsToldWithItsLine(_ yaml: String, _ code: String, _ line: Int) {
    #expect {
      _ = try TurnTagger(ruleFiles: [Self.base, RuleFile(name: "shop.yaml", yaml: yaml)])
    } throws: { error in
      guard let error = error as? TaggingError else { return false }
      return error.code == code && error.file == "shop.yaml" && error.line == line
        && "\(error)".hasPrefix("shop.yaml:\(line): error: ")
    }
  }

  @Test func theVersionKnowsEveryByte() throws {
    let one = try TurnTagger(ruleFiles: [Self.base]).version
    let two = try TurnTagger(ruleFiles: [RuleFile(name: "base.yaml", yaml: Self.base.yaml + "\n")]).version
    #expect(one.rules.hasPrefix("rules-1+") && one.rules.count == 16)
    #expect(one != two)
    #expect(one == (try TurnTagger(ruleFiles: [Self.base]).version))
  }
}
