import Foundation
import Testing

/// SIGINT and SIGTERM at known moments: what is done stays, what is not is rolled back, the next run completes.
@Suite struct InterruptionTests {
  /// A run that has committed a.jsonl and waits for the rest of standard input; `KILL` is then done to `$pid`.
  ///
  /// The second file is longer than a chunk, so that its first turns are in the open transaction.
  private static let waitingRun = """
    line() { echo "{\\"conversation_id\\":\\"c$1\\",\\"turn\\":$1,\\"speaker\\":\\"customer\\",\\"text\\":\\"有货吗 $1\\",\\"pad\\":\\"$pad\\"}"; }
    for i in $(seq 40); do line $i; done > a.jsonl
    pad=$(head -c 30000 /dev/zero | tr '\\0' x); for i in $(seq 41 140); do line $i; done > b.jsonl
    mkfifo pipe; (cat b.jsonl; for i in $(seq 400); do [ -e done ] && break; sleep 0.05; done) > pipe &
    env --default-signal duxin ingest a.jsonl - --db a.db < pipe 2> told & pid=$!
    for i in $(seq 400); do grep -q '^a.jsonl:' told && break; sleep 0.05; done
    KILL
    wait $pid; echo "status $?"; touch done
    duxin query --db a.db --format csv 'SELECT r.status, f.path, f.status FROM run r JOIN file f ON f.run = r.id'
    duxin query --db a.db --format csv 'SELECT count(*) FROM v_turn'
    cat b.jsonl | duxin ingest a.jsonl - --db a.db --quiet; echo "again $?"
    duxin query --db a.db --format csv 'SELECT count(*), count(DISTINCT conversation_id) FROM v_turn'
    """

  private func run(_ kill: String) throws -> Program.Result {
    try Program.inTemporaryFolder { folder in
      let result = try Program.shell(Self.waitingRun.replacingOccurrences(of: "KILL", with: kill), in: folder)
      let told = try String(contentsOf: folder.appending(path: "told"), encoding: .utf8)
      return Program.Result(status: result.status, stdout: result.stdout, stderr: Data(told.utf8))
    }
  }

  @Test(arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)])
  func theFileInWorkIsRolledBack(signal: String, status: Int) throws {
    let result = try run("kill -\(signal) $pid")
    #expect(
      result.out == """
        status \(status)
        status,path,status
        interrupted,a.jsonl,stored
        interrupted,"'-",failed: interrupted
        count(*)
        40
        again 0
        count(*),count(DISTINCT conversation_id)
        140,140

        """, "\(result.err)")
    #expect(result.err.contains("interrupted; what was done before is kept"))
  }

  /// Both signals wait while the process is stopped, so that the second finds the first not yet acted upon.
  @Test func aSecondSignalEndsAtOnce() throws {
    let result = try run(
      """
      kill -STOP $pid; for i in $(seq 400); do grep -q '^State:.T' /proc/$pid/status && break; sleep 0.05; done
      kill -INT $pid; kill -TERM $pid; kill -CONT $pid
      """)
    #expect(result.out.hasPrefix("status 130\n") || result.out.hasPrefix("status 143\n"), "\(result.out)")
    #expect(result.out.contains("running,a.jsonl,stored"), "killed before it could say so: \(result.out)")
    #expect(result.out.hasSuffix("again 0\ncount(*),count(DISTINCT conversation_id)\n140,140\n"), "\(result.out)")
  }

  @Test func aSignalThatIsIgnoredStaysIgnored() throws {
    let result = try Program.inTemporaryFolder { folder in
      let line = Self.waitingRun.replacingOccurrences(of: "env --default-signal", with: "env --ignore-signal=INT")
      return try Program.shell(line.replacingOccurrences(of: "KILL", with: "kill -INT $pid; touch done"), in: folder)
    }
    #expect(result.out.hasPrefix("status 0\n"), "\(result.out)\(result.err)")
  }

  @Test func taggedLinesAreWhole() throws {
    try Program.inTemporaryFolder { folder in
      let result = try Program.shell(
        """
        yes '{"conversation_id":"c","speaker":"customer","text":"有货吗"}' | head -n 30000 > a.jsonl
        mkfifo pipe; (cat a.jsonl; for i in $(seq 400); do [ -e done ] && break; sleep 0.05; done) > pipe &
        env --default-signal duxin tag - --no-evidence < pipe > out.jsonl & pid=$!
        for i in $(seq 400); do [ -s out.jsonl ] && break; sleep 0.05; done
        kill -TERM $pid; wait $pid; echo "status $?"; touch done
        tail -c 1 out.jsonl | od -An -c | tr -d ' '; grep -vc '^{.*}$' out.jsonl
        """, in: folder)
      #expect(result.out == "status 143\n\\n\n0\n", "\(result.out)\(result.err)")
    }
  }

  /// At whatever moment it comes: the old report is there or the new one, each file whole.
  @Test func aReportIsWrittenWholeOrNotAtAll() throws {
    try Program.inTemporaryFolder { folder in
      let samples = Program.root.appending(path: "SampleLogs").path
      let made = try Program.shell("duxin run \(samples) --db a.db --out whole --quiet && cp -r whole out", in: folder)
      #expect(made.status == 0, "\(made.err)")
      let result = try Program.shell(
        """
        for delay in 0 0.05 0.1 0.2 0.3 0.4 0.6; do
          env --default-signal duxin report --db a.db --out out --quiet 2> /dev/null & pid=$!
          sleep $delay; kill -INT $pid 2> /dev/null; wait $pid
          case $? in 0 | 130) ;; *) echo "a wrong status" ;; esac
          diff -r whole out
        done
        """, in: folder)
      #expect(result.out == "", "\(result.out)")
    }
  }
}
