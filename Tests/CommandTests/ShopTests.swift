import Foundation
import Testing

/// A shop's own rules, labels and model, on the command line.
@Suite struct ShopTests {
  private static let rules = """
    task: intents
    words:
      payment:
        - 9: 闪链
    forbid: [intents-presale/bargain/1]

    """

  /// Labelled turns around a word that only this shop uses, each in a chat of its own after a question.
  private static let labelled: String = {
    var lines = ""
    for (number, ahead) in ["", "这单", "那", "刚才那个", "两件一起", "今天", "明天", "大的"].enumerated() {
      for (rank, text) in ["走闪链吧", "闪链可以吗", "能闪链不", "我用闪链", "闪链怎么弄"].enumerated() {
        let id = "c\(number)-\(rank)"
        lines += #"{"conversation_id":"\#(id)","speaker":"agent","text":"亲 您好"}"# + "\n"
        lines += #"{"conversation_id":"\#(id)","speaker":"customer","text":"\#(ahead)\#(text)","labels":"#
        lines += #"{"intents":["payment"],"emotion":"neutral"}}"# + "\n"
      }
    }
    return lines
  }()

  private static func write(_ text: String, _ name: String, in folder: URL) throws {
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
  }

  @Test func ownRulesAddForbidAndChangeTheVersion() throws {
    try Program.inTemporaryFolder { folder in
      try Self.write(Self.rules, "my.yaml", in: folder)
      try Self.write("rules: my.yaml\n", "duxin.yaml", in: folder)
      try Self.write("", "none.yaml", in: folder)
      func explain(_ more: String) throws -> [String: Any] {
        let result = try Program.shell("duxin explain --json 走闪链 \(more)", in: folder)
        #expect(result.status == 0, "\(result.err)")
        return try #require(try JSONSerialization.jsonObject(with: result.stdout) as? [String: Any])
      }
      let (plain, own) = (try explain("--config none.yaml"), try explain(""))
      let flagged = try explain("--config none.yaml --rules my.yaml")
      #expect(plain["rules_version"] as? String != own["rules_version"] as? String)
      #expect(own["rules_version"] as? String == flagged["rules_version"] as? String)
      let fired = (own["rules"] as? [[String: Any]])?.compactMap { $0["rule"] as? String } ?? []
      #expect(fired.contains("my/payment/1"))
      let words = try #require(own["words"] as? [[String: Any]])
      let at = try #require(words.compactMap { $0["at"] as? [String: Any] }.first { $0["text"] as? String == "闪链" })
      #expect(at["start"] as? Int == 1 && at["byte_start"] as? Int == 3 && at["byte_end"] as? Int == 9)

      let check = try Program.shell("duxin rules check", in: folder)
      #expect(check.status == 0 && check.out == "", "\(check.out)")
      try Self.write("forbid: [nobody]\n", "bad.yaml", in: folder)
      let bad = try Program.shell("duxin rules check bad.yaml", in: folder)
      #expect(bad.status == 2 && bad.out.hasPrefix("bad.yaml:1: error: "))
      let tag = try Program.shell("echo '{}' | duxin tag - --rules bad.yaml", in: folder)
      #expect(tag.status == 2 && tag.err.contains("bad.yaml:1"))

      let list = try Program.shell("duxin rules list --word 闪链 --format csv", in: folder)
      #expect(list.out.split(separator: "\n").count == 2 && list.out.contains("my.yaml:4"))
      try Self.write(Self.labelled, "chats.jsonl", in: folder)
      let coverage = try Program.shell("duxin rules coverage chats.jsonl --output csv | grep ^my/", in: folder)
      #expect(coverage.out.hasPrefix("my/payment/1,my.yaml:4,40,40,"), "\(coverage.out)")
    }
  }

  @Test func ownLabelsAddToTheModel() throws {
    try Program.inTemporaryFolder { folder in
      try Self.write(Self.labelled, "labelled.jsonl", in: folder)
      let train = try Program.shell("duxin train labelled.jsonl --folds 3 --out shop.model", in: folder)
      #expect(train.status == 0 && train.out.contains("intents micro F1"), "\(train.err)")
      #expect(train.err.contains("40 labelled turns in 40 conversations"))
      let again = try Program.shell(
        "duxin train labelled.jsonl --folds 0 --out b.model && cmp shop.model b.model", in: folder)
      #expect(again.status == 0, "the same labels give the same bytes: \(again.out)\(again.err)")

      func micro(_ more: String) throws -> Double {
        let result = try Program.shell("duxin evaluate labelled.jsonl --output json \(more)", in: folder)
        let report = try #require(try JSONSerialization.jsonObject(with: result.stdout) as? [String: Any])
        let fields = try #require(report["fields"] as? [[String: Any]])
        let micro = try #require(fields.first { $0["field"] as? String == "intents" }?["micro"] as? [String: Any])
        return try #require(micro["value"] as? Double)
      }
      let (before, after) = (try micro(""), try micro("--model shop.model"))
      #expect(after > before + 0.2, "\(before) → \(after)")

      let tag = try Program.shell(
        "echo '{\"conversation_id\":\"x\",\"speaker\":\"customer\",\"text\":\"要不闪链呗\"}' "
          + "| duxin tag - --model shop.model --no-evidence", in: folder)
      #expect(tag.out.contains(#""intents":[{"label":"payment""#), "\(tag.out)")
      let damaged = try Program.shell(
        "head -c 3000 shop.model > c.model; duxin explain 闪链 --model c.model", in: folder)
      #expect(damaged.status == 2 && damaged.err.contains("[model-damaged]"), "\(damaged.err)")
      let table = try Program.shell("duxin evaluate labelled.jsonl --learning-curve --folds 2", in: folder)
      #expect(table.status == 0 && table.out.contains("≈"), "\(table.err)")
    }
  }

  @Test func wrongLabelsAreToldByLine() throws {
    try Program.inTemporaryFolder { folder in
      let lines = [
        #"{"conversation_id":"a","speaker":"customer","text":"你好","labels":{"intents":["hello"]}}"#,
        #"{"conversation_id":"a","speaker":"agent","text":"您好","labels":{"emotion":"neutral"}}"#,
        #"{"conversation_id":"a","speaker":"customer","text":"你好","labels":["greeting"]}"#,
        #"{"conversation_id":"a","speaker":"customer","text":"在吗","labels":{"intents":["greeting"]}}"#,
      ]
      try Self.write(lines.joined(separator: "\n"), "l.jsonl", in: folder)
      let result = try Program.shell("duxin evaluate l.jsonl", in: folder)
      for (line, code) in [(1, "unknown-label"), (2, "labels-of-other-speaker"), (3, "bad-labels")] {
        #expect(
          result.err.split(separator: "\n").contains { $0.hasPrefix("l.jsonl:\(line):") && $0.hasSuffix("[\(code)]") },
          "\(result.err)")
      }
      #expect(result.err.contains("1 labelled turns"))
      try Self.write(lines[0], "none.jsonl", in: folder)
      #expect(try Program.shell("duxin train none.jsonl", in: folder).status == 2)
    }
  }

  @Test func turnsToLabelNextAreMaskedAndDifferent() throws {
    try Program.inTemporaryFolder { folder in
      var lines = ""
      for (number, text) in ["我电话13812345678 那个弄一下", "嗯那个弄一下吧", "嗯那个弄一下吧！", "你们这算怎么回事呢", "我要退货"]
        .enumerated()
      {
        lines += #"{"conversation_id":"c\#(number)","speaker":"agent","text":"您好"}"# + "\n"
        lines += #"{"conversation_id":"c\#(number)","speaker":"customer","text":"\#(text)"}"# + "\n"
      }
      try Self.write(lines, "chats.jsonl", in: folder)
      let result = try Program.shell("duxin train chats.jsonl --sample-uncertain 3 > next.jsonl", in: folder)
      #expect(result.status == 0, "\(result.err)")
      let written = try String(contentsOf: folder.appending(path: "next.jsonl"), encoding: .utf8).split(separator: "\n")
      let chosen = written.filter { $0.contains(#""suggested":"#) }
      #expect(chosen.count == 3 && !written.contains { $0.contains("13812345678") })
      #expect(chosen.count { $0.contains("嗯那个弄一下吧") } <= 1, "two alike are not both worth labelling: \(chosen)")
      let labelled = written.map { $0.replacing(#""suggested":"#, with: #""labels":"#) }.joined(separator: "\n")
      try Self.write(labelled, "labelled.jsonl", in: folder)
      let read = try Program.shell("duxin evaluate labelled.jsonl", in: folder)
      #expect(read.status == 0 && read.err.contains("3 labelled turns"), "\(read.err)")
    }
  }

  @Test func retaggingGivesWhatAFreshIngestGives() throws {
    try Program.inTemporaryFolder { folder in
      try Self.write(Self.rules, "my.yaml", in: folder)
      let logs = Program.root.appending(path: "SampleLogs/weimian-fashion.csv").path
      func run(_ command: String) throws -> String {
        let result = try Program.shell(command, in: folder)
        #expect(result.status == 0, "\(command): \(result.err)")
        return result.out + result.err
      }
      _ = try run("duxin ingest '\(logs)' --db a.db --key k --quiet")
      _ = try run("duxin ingest '\(logs)' --db b.db --key k --rules my.yaml --quiet")
      #expect(try run("duxin ingest --retag --db a.db --rules my.yaml").contains("tagged anew"))
      for view in ["v_turn", "v_conversation"] {
        let query = "duxin query 'SELECT * FROM \(view)' --format csv --limit 100000 --db"
        let (retagged, fresh) = (try run("\(query) a.db"), try run("\(query) b.db"))
        #expect(retagged == fresh && fresh.count > 10_000)
      }
      #expect(try run("duxin ingest --retag --db a.db --rules my.yaml").contains("0 turns in 0 conversations"))
      #expect(try run("duxin query --name runs --format csv --db a.db").contains("retag,done"))
    }
  }
}
