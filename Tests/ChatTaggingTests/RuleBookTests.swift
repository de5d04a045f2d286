import ChatModel
import ChatTagging
import Testing

/// What is said about the rule files of a shop.
@Suite struct RuleBookTests {
  private static let base = RuleFile(
    name: "base.yaml",
    yaml: """
      task: intents
      groups:
        gone: lost | 丢了
      words:
        exchange:
          - 3: 换货 | 换一个
        return_refund:
          - 3: 退货 | refund
      rules:
        parcel-gone:
          say: <gone>
          with: 快递 | parcel
          gives: delivery_exception 5
      """)

  private static func findings(_ yaml: String) -> [RuleFinding] {
    RuleBook([base, RuleFile(name: "shop.yaml", yaml: yaml)], ownFrom: 1).findings
  }

  @Test(arguments: [
    ("task: intents\nrules:\n  parcel-gone:\n    say: <gone>\n    gives: complaint 5\n", "note", "replaces", 3),
    ("task: intents\nwords:\n  exchange:\n    - 2: 换货\n", "warning", "duplicate-word", 4),
    ("task: intents\nwords:\n  complaint:\n    - 2: 退货\n", "warning", "conflicting-words", 4),
    (
      "task: intents\nrules:\n  a:\n    say: <gone>\n    with: parcel | 快递\n    gives: delivery_exception 1\n",
      "warning", "duplicate-rule", 3
    ),
    (
      "task: intents\nrules:\n  a:\n    say: <gone>\n    with: 快递 | parcel\n    gives: delivery_exception -2\n",
      "warning", "conflicting-rules", 3
    ),
    ("task: intents\nrules:\n  a:\n    say: 坏\n    without: 坏\n    gives: other 1\n", "warning", "never-fires", 3),
    (
      "task: intents\nrules:\n  a:\n    say: 坏\n    if: asked !asked\n    gives: other 1\n", "warning", "never-fires", 3
    ),
    ("task: acts\nrules:\n  a:\n    say: 您好\n    if: first\n    gives: greeting 1\n", "warning", "never-fires", 3),
    ("task: intents\nrules:\n  a:\n    if: asked\n    gives: other 1\n", "warning", "never-fires", 3),
    (
      "task: intents\nrules:\n  a:\n    say: 坏 | 坏吗 | 坏了\n    without: 吗\n    gives: other 1\n", "warning",
      "never-matches", 3
    ),
    ("task: intents\ngroups:\n  spare: 备用\n", "warning", "unused-group", 3),
    ("task: intents\nrules:\n  a:\n    say: 坏\n    gives: other 1\nforbid: [a]\n", "warning", "forbids-own", 6),
    ("forbid: [nothing]\n", "error", "unknown-rule", 1),
    ("task: wishes\n", "error", "unknown-task", 1),
  ])
  func findsWithFileAndLine(_ yaml: String, _ severity: String, _ code: String, _ line: Int) throws {
    let found = Self.findings(yaml)
    #expect(found.count == 1, "\(found)")
    let first = try #require(found.first)
    #expect(
      (first.severity.rawValue, first.code, first.file, first.line) == (severity, code, "shop.yaml", line), "\(first)")
    #expect("\(first)".hasPrefix("shop.yaml:\(line): \(severity): "))
  }

  @Test(arguments: [
    "task: intents\nrules:\n  a:\n    say: 坏\n    then: 吗\n    within: 2\n    gives: other 1\n",
    "task: intents\nrules:\n  a:\n    say: 坏\n    turn: 快\n    agent: 订单\n    if: after:ask_info !short\n    gives: other 1\n",
    "task: emotion\nrules:\n  a:\n    say: 坏\n    if: given:complaint negated\n    gives: angry 1\n",
    "task: intents\nrules:\n  a:\n    say: broken | 坏\n    if: long !brief\n    gives: other 1\n",
    "task: stage\nrules:\n  a:\n    if: did:apology\n    gives: repeater 1\n",
  ])
  func aSoundFileIsSilent(_ yaml: String) { #expect(Self.findings(yaml) == []) }

  @Test func whatShipsCanBeUsed() {
    let book = RuleBook(RuleFile.shipped, ownFrom: RuleFile.shipped.count)
    #expect(book.rules.count > 300)
    #expect(book.findings.filter { $0.severity == .error } == [])
    let fires = book.findings.filter { $0.code == "never-fires" }
    #expect(fires == [])
  }

  @Test func coverageCountsRulesAndTurns() throws {
    var coverage = try RuleCoverage(try TurnTagger(ruleFiles: [Self.base]))
    var batch = TurnBatch()
    for text in ["我要退货", "退货退货", "快递丢了 要退货", "今天天气不错"] {
      var turn = Turn()
      turn.text = batch.append(text.utf8.span)
      batch.turns.append(turn)
    }
    let touched = batch.turns.indices.map { coverage.add($0, of: batch) }
    #expect(touched == [true, true, true, false])
    #expect((coverage.turns, coverage.untouched) == (4, 1))
    let refund = try #require(coverage.entries.first { $0.rule.id == "base/return_refund/1" })
    #expect((refund.turns, refund.kept, refund.alone) == (3, 3, 3))
    let parcel = try #require(coverage.entries.first { $0.rule.id == "parcel-gone" })
    #expect(parcel.turns == 1 && parcel.rule.labels == ["delivery_exception"] && parcel.rule.line == 10)
    #expect(coverage.overlaps(atLeast: 0.3, inTurns: 1).map(\.both) == [1])
  }
}
