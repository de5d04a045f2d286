import Foundation
import Testing

/// `duxin tag` as other programs rely on it.
@Suite struct TagTests {
  /// Lines of a few hundred chats, enough for several chunks in a row.
  private static func corpus(_ folder: URL) throws {
    let words = ["这个多少钱", "能便宜点吗", "什么时候发货啊急死了", "我要退货", "谢谢", "质量太差了", "那M码呢", "ok 那我下单了", "在吗"]
    var lines: [String] = []
    for index in 0..<12_000 {
      let speaker = index % 3 == 1 ? "agent" : "customer"
      let text = speaker == "agent" ? "亲 请您耐心等待 \(index)" : words[index * 7 % words.count] + "\(index)"
      lines.append(#"{"conversation_id":"c\#(index % 401)","speaker":"\#(speaker)","text":"\#(text)"}"#)
    }
    try lines.joined(separator: "\n").write(to: folder.appending(path: "a.jsonl"), atomically: true, encoding: .utf8)
  }

  @Test func sameBytesForAnyNumberOfWorkers() throws {
    try Program.inTemporaryFolder { folder in
      try Self.corpus(folder)
      let one = try Program.shell("duxin tag a.jsonl --workers 1", in: folder)
      #expect(one.status == 0 && one.stdout.count > 1_000_000)
      for workers in [2, 3, 8] {
        let many = try Program.shell("gzip -c a.jsonl | duxin tag - --workers \(workers)", in: folder)
        #expect(many.stdout == one.stdout, "with \(workers) workers")
      }
    }
  }

  @Test func keysStandInTheirOrder() throws {
    try Program.inTemporaryFolder { folder in
      let record =
        #"{"text":"我昨天买的L码想换成M码,顺便问下有没有优惠?","conversation_id":"00123","speaker":"customer","timestamp":"2026/11/2 10:03"}"#
      let line = try Program.shell("echo '\(record)' | duxin tag", in: folder).out
      var rest = Substring(line)
      for key in [
        #"{"conversation_id":"00123""#, #""turn":0"#, #""speaker":"customer""#,
        #""timestamp":"2026-11-02T10:03:00+08:00""#, #""text":"#, #""intents":[{"label":""#, #""emotion":{"#,
        #""intensity":"#, #""price_sensitivity":{"level":"#, #""purchase_signal":{"level":"#, #""evidence":["#,
      ] {
        guard let found = rest.range(of: key) else {
          Issue.record("\(key) is missing or out of order in \(line)")
          break
        }
        rest = rest[found.upperBound...]
      }
    }
  }

  @Test func agentsCarryActsAndSystemTurnsNothing() throws {
    try Program.inTemporaryFolder { folder in
      let records = """
        {"conversation_id":"c","speaker":"agent","text":"非常抱歉给您带来不便,我马上给您补发,今天就寄出"}
        {"conversation_id":"c","speaker":"system","text":"会话已结束"}
        """
      let lines = try Program.shell("echo '\(records)' | duxin tag", in: folder).out.split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines[0].contains(#""acts":[{"label":"#) && lines[0].contains(#""service_stage":{"level":"#))
      #expect(!lines[1].contains("acts") && !lines[1].contains("evidence"))
    }
  }

  @Test func personalDataIsMaskedUnlessAskedOtherwise() throws {
    try Program.inTemporaryFolder { folder in
      let record = #"{"conversation_id":"c","speaker":"customer","text":"我电话13800138000"}"#
      let masked = try Program.shell("echo '\(record)' | duxin tag", in: folder).out
      #expect(masked.contains("[phone]") && !masked.contains("13800138000"))
      let plain = try Program.shell("echo '\(record)' | duxin tag --no-redact", in: folder).out
      #expect(plain.contains("13800138000"))
    }
  }
}
