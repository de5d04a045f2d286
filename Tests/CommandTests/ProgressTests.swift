import Foundation
import Testing

@testable import duxin

/// Progress is for terminals: one line, rewritten, gone before the summary; nothing of it elsewhere.
@Suite struct ProgressTests {
  private static let files = """
    for i in $(seq 20); do echo "{\\"conversation_id\\":\\"c\\",\\"turn\\":$i,\\"speaker\\":\\"customer\\",\\"text\\":\\"a\\"}"; done > a.jsonl
    sed s/c/d/ a.jsonl > b.jsonl
    """

  /// Runs a line with a pseudo terminal for its standard error, by script(1) of util-linux.
  private func onTerminal(_ line: String, term: String = "xterm") throws -> String {
    try Program.inTemporaryFolder { folder in
      try Program.shell("\(Self.files)\nTERM=\(term) script -qec '\(line)' /dev/null", in: folder).out
        .replacingOccurrences(of: "\r\n", with: "\n")
    }
  }

  @Test func aTerminalShowsOneLineThatGoesAway() throws {
    let shown = try onTerminal("duxin ingest a.jsonl b.jsonl --db a.db")
    let pieces = shown.components(separatedBy: "\r")
    let drawn = pieces.filter { $0.hasPrefix("file ") }
    #expect(drawn.count >= 2 && drawn[0].hasPrefix("file 1/2  0 %  0 turns"), "\(shown.debugDescription)")
    #expect(drawn.contains { $0.hasPrefix("file 2/2  ") && $0.contains("20 turns") }, "\(shown.debugDescription)")
    #expect(drawn.allSatisfy { !$0.contains("\n") }, "it is never left standing")
    // Each drawing is covered with spaces before anything else is written.
    for index in pieces.indices.dropLast() where pieces[index].hasPrefix("file ") {
      let next = pieces[index + 1]
      #expect(next.hasPrefix("file ") || next == String(repeating: " ", count: pieces[index].count))
    }
    #expect(shown.contains("\n2 files: 40 read = "), "\(shown.debugDescription)")
    #expect(!shown.contains("\u{1B}"))
  }

  @Test(arguments: [
    "duxin ingest a.jsonl b.jsonl --db a.db --quiet", "duxin ingest a.jsonl b.jsonl --db a.db --json-log",
    "duxin ingest a.jsonl b.jsonl --db a.db 2> told; cat told", "duxin tag a.jsonl",
  ]) func nothingOfItElsewhere(line: String) throws {
    #expect(try !onTerminal(line).contains("file 1/"))
  }

  @Test func aDumbTerminalHasNone() throws {
    #expect(try !onTerminal("duxin ingest a.jsonl b.jsonl --db a.db", term: "dumb").contains("file 1/"))
  }

  @Test func tagShowsItBesideAFile() throws {
    #expect(try onTerminal("duxin tag a.jsonl b.jsonl > tagged.jsonl").contains("\rfile 1/2"))
  }

  @Test(
    arguments: [
      (1_000_000, 250_000, 5000, 0.5, "file 2/7  25 %  5000 turns"),
      (1_000_000, 250_000, 5000, 10, "file 2/7  25 %  5000 turns  500 turns/s  0.0 MB/s  0:30 left"),
      (900_000_000, 300_000_000, 3_000_000, 100, "file 2/7  33 %  3000000 turns  30000 turns/s  3.0 MB/s  3:20 left"),
      // A file that grew while it was read.
      (100, 150, 2, 2, "file 2/7  100 %  2 turns  1 turns/s  0.0 MB/s  0:00 left"),
      (0, 0, 0, 2, "file 2/7  0 turns  0 turns/s  0.0 MB/s"),
    ] as [(Int64?, Int64, Int, Double, String)])
  func paceInWords(total: Int64?, bytes: Int64, turns: Int, seconds: Double, words: String) {
    #expect(pace(total, bytes, turns, seconds).inWords == words)
  }

  @Test func aStreamHasNoEndToTell() {
    #expect(pace(nil, 5_000_000, 100, 10).inWords == "file 2/7  100 turns  10 turns/s  0.5 MB/s")
  }

  private func pace(_ total: Int64?, _ bytes: Int64, _ turns: Int, _ seconds: Double) -> ReadingPace {
    var pace = ReadingPace(files: 7, totalBytes: total)
    (pace.file, pace.bytes, pace.turns, pace.seconds) = (2, bytes, turns, seconds)
    return pace
  }
}
