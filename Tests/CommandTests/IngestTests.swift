import Foundation
import Testing

/// The nightly job as a user meets it: counts that add up, re-runs that add nothing, statuses that mean something.
@Suite struct IngestTests {
  private static func counts(_ database: String, in folder: URL) throws -> String {
    try Program.shell(
      "duxin query --db \(database) --format csv 'SELECT count(*) AS turns, count(DISTINCT conversation_id) AS chats FROM v_turn'",
      in: folder
    ).out
  }

  @Test func aSecondRunAddsNothing() throws {
    try Program.inTemporaryFolder { folder in
      let samples = Program.root.appending(path: "SampleLogs").path
      let first = try Program.shell("duxin ingest \(samples) --db a.db", in: folder)
      #expect(first.status == 0, "\(first.err)")
      let before = try Self.counts("a.db", in: folder)
      let again = try Program.shell("duxin ingest \(samples) --db a.db", in: folder)
      #expect(again.status == 0)
      #expect(again.err.contains(" 0 stored"))
      let after = try Self.counts("a.db", in: folder)
      #expect(after == before)
    }
  }

  @Test func plainGzippedAndRenamedAreOneFile() throws {
    try Program.inTemporaryFolder { folder in
      let lines = (0..<50).map {
        #"{"conversation_id":"c\#($0 % 7)","turn":\#($0 / 7),"speaker":"customer","text":"有货吗 \#($0)"}"#
      }
      try (lines.joined(separator: "\n") + "\n").write(
        to: folder.appending(path: "a.jsonl"), atomically: true, encoding: .utf8)
      let command = "cp a.jsonl b.jsonl && gzip -k a.jsonl && duxin ingest a.jsonl b.jsonl a.jsonl.gz --db a.db"
      let result = try Program.shell(command, in: folder)
      #expect(result.status == 0, "\(result.err)")
      #expect(result.err.contains("150 read = 50 stored + 100 duplicates + 0 rejected"), "\(result.err)")
    }
  }

  /// A record that is kept, and one that is not.
  private static let partly = #"printf '{"conversation_id":"c","speaker":"customer","text":"a"}\n{\n'"#

  /// What a user types wrong, with the status and a word of the message.
  @Test(arguments: [
    ("duxin", 0, "USAGE"), ("duxin nonsense", 64, "nonsense"), ("duxin ingest", 64, "Missing"),
    ("duxin ingest missing.jsonl", 2, "missing.jsonl"), ("duxin ingest . --db a.db", 2, "no file"),
    ("duxin tag - --format xml", 64, "--format"), ("duxin tag - --tz Mars", 64, "Mars"),
    ("duxin tag - --preset nonsense", 2, "nonsense"), ("duxin tag - --map text", 64, "--map"),
    ("duxin report --db missing.db", 2, "missing.db"), ("duxin report --db missing.db --period 2026-13-01..x", 2, ""),
    ("duxin run", 64, "paths"), ("duxin query 'SELECT 1' --db missing.db", 2, "missing.db"),
    ("echo '{' | duxin tag -", 2, "nothing-kept"), ("\(partly) | duxin tag -", 0, "json-syntax"),
    ("\(partly) | duxin tag - --strict", 1, "json-syntax"),
    ("duxin tag --config missing.yaml -", 2, "missing.yaml"),
    ("echo 'nonsense: 1' > duxin.yaml; duxin tag -", 2, "duxin.yaml:1"),
    ("DUXIN_WORKERS=x duxin tag -", 64, "workers"), ("yes '{}' | head -c 1000000 | duxin tag - | head -c 0", 0, ""),
  ]) func wrongCallsAreExplained(line: String, status: Int, word: String) throws {
    try Program.inTemporaryFolder { folder in
      let result = try Program.shell(line, in: folder)
      #expect(Int(result.status) == status, "\(line): \(result.err)")
      #expect(word.isEmpty || (result.out + result.err).contains(word), "\(line): \(result.err)")
    }
  }

  @Test(arguments: ["run", "ingest", "tag", "summarize", "merge", "report", "query", "explain", "status", "init"])
  func everyCommandExplainsItselfWithExamples(command: String) throws {
    try Program.inTemporaryFolder { folder in
      let help = try Program.shell("duxin help \(command)", in: folder)
      #expect(help.status == 0 && help.out.contains("EXAMPLES") && help.out.contains("duxin \(command)"))
    }
  }

  @Test func oneRunAtATime() throws {
    try Program.inTemporaryFolder { folder in
      let line = "exec 9>a.db.lock; flock 9; echo '{}' > a.jsonl; duxin ingest a.jsonl --db a.db"
      let result = try Program.shell(line, in: folder)
      #expect(result.status == 75, "\(result.err)")
    }
  }

  @Test func nobodyElseReadsTheDatabase() throws {
    try Program.inTemporaryFolder { folder in
      let line =
        #"echo '{"conversation_id":"c","speaker":"customer","text":"a"}' > a.jsonl; umask 022; duxin run a.jsonl --db a.db --quiet; stat -c %a a.db a.db.key"#
      let modes = try Program.shell(line, in: folder).out
      #expect(modes == "600\n600\n")
    }
  }

  @Test func flagsWinOverEnvironmentOverFile() throws {
    try Program.inTemporaryFolder { folder in
      let record = #"{"conversation_id":"c","speaker":"customer","text":"a"}"#
      try "db: file.db\nshop: 文件店\n".write(
        to: folder.appending(path: "duxin.yaml"), atomically: true, encoding: .utf8)
      for (command, database, shop) in [
        ("duxin ingest -", "file.db", "文件店"), ("DUXIN_DB=env.db DUXIN_SHOP=环境店 duxin ingest -", "env.db", "环境店"),
        ("DUXIN_SHOP=环境店 duxin ingest - --db flag.db --shop 旗舰店", "flag.db", "旗舰店"),
      ] {
        let result = try Program.shell("echo '\(record)' | \(command)", in: folder)
        #expect(result.status == 0, "\(result.err)")
        let rows = try Program.shell("duxin query 'SELECT shop FROM v_turn' --db \(database) --format csv", in: folder)
        #expect(rows.out.contains(shop), "\(command): \(rows.out)\(rows.err)")
      }
    }
  }
}
