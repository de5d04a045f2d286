import Foundation
import Testing

/// What happens to exports between nights, step by step; Tests/Scenarios.md says which test holds which scenario.
@Suite struct ScenarioTests {
  private static let tools = """
    line() { echo "{\\"conversation_id\\":\\"c$(($1 % 7))\\",\\"timestamp\\":\\"2026-11-02 10:0$(($1 % 3)):00\\",\\"speaker\\":\\"customer\\",\\"text\\":\\"有货吗 $1\\"}"; }
    lines() { for i in $(seq $1 $2); do line $i; done; }
    count() { duxin query --db a.db --format csv 'SELECT count(*), count(DISTINCT text) FROM v_turn' | tail -n 1; }
    sums() { duxin query --db a.db --format csv 'SELECT path, read, stored, duplicates, updated, rejected FROM file' | tail -n +2; }
    """

  /// A scenario, the lines that play it, and what they must print.
  @Test(arguments: [
    (
      "a report after a second run is the same, byte by byte",
      """
      lines 1 60 > a.jsonl; duxin run a.jsonl --db a.db --out one --quiet; echo $?
      duxin run a.jsonl --db a.db --out two --quiet; echo $?; diff -r one two; count
      """, "0\n0\n60,60\n"
    ),
    (
      "lines are appended, with times that are there already",
      "lines 1 10 > a.jsonl; duxin ingest a.jsonl --db a.db --quiet; lines 11 20 >> a.jsonl; duxin ingest a.jsonl --db a.db --quiet; count; sums",
      "20,20\na.jsonl,10,10,0,0,0\na.jsonl,20,10,10,0,0\n"
    ),
    (
      "a line is there in part, and comes whole later",
      """
      lines 1 10 > whole; head -c -30 whole > a.jsonl; duxin ingest a.jsonl --db a.db --quiet 2> told; grep -c '^a.jsonl:10: rejected' told
      cp whole a.jsonl; duxin ingest a.jsonl --db a.db --quiet; echo $?; count; sums
      """, "1\n0\n10,10\na.jsonl,10,9,0,0,1\na.jsonl,10,1,9,0,0\n"
    ),
    (
      "another file takes the place of one that was deleted",
      "lines 1 10 > a.jsonl; duxin ingest a.jsonl --db a.db --quiet; rm a.jsonl; lines 21 30 > a.jsonl; duxin ingest a.jsonl --db a.db --quiet; count",
      "20,20\n"
    ),
    (
      "two files are alike for more than 4 KiB",
      "lines 1 60 > a.jsonl; cp a.jsonl b.jsonl; lines 61 61 >> a.jsonl; lines 62 62 >> b.jsonl; duxin ingest a.jsonl b.jsonl --db a.db --quiet; count",
      "62,62\n"
    ),
    (
      "a text was edited upstream: the new one is kept, the old one recorded",
      """
      echo '{"conversation_id":"c","message_id":"m1","speaker":"customer","text":"旧"}' > a.jsonl; duxin ingest a.jsonl --db a.db --quiet
      sed -i s/旧/新/ a.jsonl; duxin ingest a.jsonl --db a.db --quiet; sums
      duxin query --db a.db --format csv 'SELECT text FROM v_turn'; duxin query --db a.db --name updates --format csv | grep -c 旧
      """, "a.jsonl,1,1,0,0,0\na.jsonl,1,0,1,1,0\ntext\n新\n1\n"
    ),
    (
      "a text was edited under the same number, without message ids",
      """
      echo '{"conversation_id":"c","turn":1,"speaker":"customer","text":"旧"}' > a.jsonl; duxin ingest a.jsonl --db a.db --quiet
      echo '{"conversation_id":"c","turn":2,"speaker":"customer","text":"好"}' >> a.jsonl
      sed -i s/旧/新/ a.jsonl; duxin ingest a.jsonl --db a.db --quiet; sums
      """, "a.jsonl,1,1,0,0,0\na.jsonl,2,1,1,1,0\n"
    ),
    (
      "an archive is cut, and comes whole the next night",
      """
      lines 1 200 | gzip > whole.gz; head -c $(($(stat -c %s whole.gz) / 2)) whole.gz > a.jsonl.gz
      duxin ingest a.jsonl.gz --db a.db --quiet 2>&1 | grep -c gzip-truncated; duxin ingest a.jsonl.gz --db a.db --quiet 2>&1 | grep -c gzip-truncated
      duxin query --db a.db --format csv 'SELECT DISTINCT status FROM file' | tail -n 1
      mv whole.gz a.jsonl.gz; duxin ingest a.jsonl.gz --db a.db --quiet; echo $?; count
      """, "1\n1\nincomplete\n0\n200,200\n"
    ),
    (
      "a file is gone when it is opened, the others go on",
      "lines 1 10 > a.jsonl; lines 11 20 > c.jsonl; duxin ingest a.jsonl b.jsonl c.jsonl --db a.db --quiet 2> told; echo $?; grep -c 'b.jsonl: error: cannot be opened' told; count",
      "2\n1\n20,20\n"
    ),
    (
      "nothing of a file can be kept: every night the status says so",
      """
      lines 1 10 > a.jsonl; lines 1 5 | sed s/customer/nobody/ > bad.jsonl
      for night in 1 2; do duxin run a.jsonl bad.jsonl --db a.db --out out --quiet 2> told; echo $?; grep -c nothing-kept told; done; ls out | wc -l
      duxin tag bad.jsonl > tagged 2> told; echo $?; sums
      """,
      "2\n1\n2\n1\n1\n2\na.jsonl,10,10,0,0,0\nbad.jsonl,5,0,0,0,5\na.jsonl,10,0,10,0,0\nbad.jsonl,5,0,0,0,5\n"
    ),
    (
      "an export without records is told every night",
      ": > a.jsonl; printf '\\n\\n' > b.jsonl; echo 'conversation_id,speaker,text' > c.csv; echo '[]' > d.json; for night in 1 2; do duxin ingest a.jsonl b.jsonl c.csv d.json --db x.db --quiet 2>&1 | grep -c empty-file; done",
      "4\n4\n"
    ),
    (
      "standard input gives the rows of the file",
      """
      lines 1 50 | gzip > a.jsonl.gz; duxin ingest a.jsonl.gz --db b.db --quiet; duxin ingest - --db a.db --quiet < a.jsonl.gz; count
      for db in a b; do duxin query --db $db.db --format csv 'SELECT * FROM v_turn' > $db.csv; done; cmp a.csv b.csv
      """, "50,50\n"
    ),
    (
      "cron has no home, no locale and another zone",
      """
      lines 1 9 > a.jsonl; duxin tag a.jsonl > one; env -i PATH="$PATH" duxin tag a.jsonl > two 2> told; cmp one two; grep -c 'no key file' told
      for zone in UTC Asia/Shanghai America/New_York; do env -i PATH="$PATH" TZ=$zone duxin run a.jsonl --db $zone.db --key k --out $zone --period day --quiet; diff -r UTC $zone; done; ls UTC
      """, "1\n2026-11-02\n"
    ),
    (
      "a link in the place of a report is replaced, not followed",
      """
      lines 1 9 > a.jsonl; duxin run a.jsonl --db a.db --out out --quiet; page=$(ls out/*/*.md | head -n 1); echo mine > other
      ln -sf $PWD/other $page; duxin report --db a.db --out out --quiet; cat other; [ -h $page ] || echo replaced; stat -c %a $page
      """, "mine\nreplaced\n600\n"
    ),
    (
      "what is wrong is told without the customer's words",
      """
      { line 1; echo '{"conversation_id":"c","speaker":"nobody","text":"我叫王小明，电话13800138000"}'; } > a.jsonl
      duxin ingest a.jsonl --db a.db --rejects r.jsonl > all 2>&1; grep -c 'a.jsonl:2: rejected' all; grep -c 13800138000 all r.jsonl; grep -c '\\[phone\\]' r.jsonl; stat -c %a r.jsonl
      """, "1\nall:0\nr.jsonl:0\n1\n600\n"
    ),
    (
      "relative days need the day of the export",
      """
      printf 'conversation_id,speaker,text,timestamp\\nc,customer,在吗,昨天 10:30\\nc,customer,人呢,今天 下午3:05\\n' > a.csv
      duxin tag a.csv 2>&1 > t | grep -c bad-timestamp; grep -c timestamp t
      duxin tag a.csv --file-date 2026-11-02 | grep -o '"timestamp":"[^"]*"'
      printf 'file-date: 2026-03-01\\n' > duxin.yaml; duxin tag a.csv | grep -o '"timestamp":"[^"]*"'
      duxin tag a.csv --file-date 2026-02-30; echo $?
      """,
      """
      2
      0
      "timestamp":"2026-11-01T10:30:00+08:00"
      "timestamp":"2026-11-02T15:05:00+08:00"
      "timestamp":"2026-02-28T10:30:00+08:00"
      "timestamp":"2026-03-01T15:05:00+08:00"
      64

      """
    ),
  ]) func endsAsItMust(scenario: String, steps: String, printed: String) throws {
    let result = try Program.inTemporaryFolder { try Program.shell("\(Self.tools)\n\(steps)", in: $0) }
    #expect(result.out == printed, "\(scenario): \(result.err)")
  }

  /// A writer adds lines while one run after another reads: none is lost, none counts twice.
  @Test func aFileThatGrowsMeanwhile() throws {
    let result = try Program.inTemporaryFolder { folder in
      try Program.shell(
        """
        \(Self.tools)
        line 0 > a.jsonl; lines 1 800 >> a.jsonl & writer=$!
        while kill -0 $writer 2> /dev/null; do duxin ingest a.jsonl --db a.db --quiet 2> /dev/null || echo "status $?"; done
        wait $writer; duxin ingest a.jsonl --db a.db --quiet; count
        """, in: folder)
    }
    #expect(result.out == "801,801\n", "\(result.err)")
  }

  /// The outside list of scenarios names none that Tests/Scenarios.md does not answer, and the tests it names are there.
  @Test func everyScenarioHasItsTest() throws {
    let table = try String(contentsOf: Program.root.appending(path: "Tests/Scenarios.md"), encoding: .utf8)
    let rows = table.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { $0.split(separator: "|") }
    let answered = Set(rows.map { $0[0].filter { $0 != "`" && $0 != " " } })
    #expect(answered.count > 20)
    if let list = Program.shared?.appending(path: "suites/faults/scenarios.tsv") {
      let wanted = try String(contentsOf: list, encoding: .utf8).split(separator: "\n").dropFirst().map {
        String($0.prefix { $0 != "\t" })
      }
      #expect(Set(wanted).subtracting(answered).isEmpty)
    }
    let folder = Program.root.appending(path: "Tests")
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    for row in rows {
      for test in row[1].split(separator: "`").filter({ $0.contains(".") }) {
        let parts = test.split(separator: ".")
        let file = names.first { $0.hasSuffix("/\(parts[0]).swift") }
        let text = try file.map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) } ?? ""
        #expect(text.contains("func \(parts[1])("), "there is no test \(test)")
      }
    }
  }
}
