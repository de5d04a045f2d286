import Foundation
import Testing

/// `kill -9` at random moments of an ingest: the database stays whole, nothing is lost, nothing doubled.
///
/// Passes over the same exports, one after another: each is killed and resumed, again and again, until it gets through;
/// then its result is compared and the next begins anew. A few kills of a small ingest here; `make crash` does 200 of
/// an ingest of 200,000 turns with the release build. Kills end the process, not the machine: what a power cut does is
/// up to SQLite's syncing.
@Suite struct CrashTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let kills = Int(environment["DUXIN_CRASH_KILLS"] ?? "") ?? 6
  private static let turns = Int(environment["DUXIN_CRASH_TURNS"] ?? "") ?? 3000
  private static let files = 40

  /// Every stored turn, in a fixed order.
  private static let dump =
    "duxin query --limit 100000000 --format csv "
    + "'SELECT conversation_id, turn, speaker, text, intents FROM v_turn ORDER BY 1, 2' --db"

  /// Turns by the file they came from, and how many of them differ.
  private static let byFile =
    "duxin query --format csv 'SELECT product, count(*), count(DISTINCT text) FROM v_turn GROUP BY 1' --db"

  /// Exports of uneven sizes, of chats that run on from file to file; the product of a turn is the name of its file.
  ///
  /// - Returns: the rows that ``byFile`` may show.
  private static func writeExports(in folder: URL) throws -> Set<Substring> {
    let words = ["这个多少钱", "怎么还没发货", "我要退货", "谢谢", "尺码偏大吗", "便宜点吧", "收到了 质量很好"]
    let exports = folder.appending(path: "exports")
    try FileManager.default.createDirectory(at: exports, withIntermediateDirectories: true)
    var rows: Set<Substring> = []
    var start = 0
    for file in 1...files {
      // Shares of 1 to 40, mixed; the last file takes what is left.
      let share = turns * (file * 17 % files + 1) * 2 / (files * (files + 1))
      let end = file == files ? turns : start + share
      let lines = (start..<end).map { index in
        let speaker = index % 3 == 1 ? "agent" : "customer"
        return #"{"conversation_id":"c\#(index % 997)","turn":\#(index / 997),"speaker":"\#(speaker)","#
          + #""text":"\#(words[index * 7 % 997 % words.count]) \#(index)","product":"f\#(file)"}"#
      }
      try lines.joined(separator: "\n").write(
        to: exports.appending(path: "\(file).jsonl"), atomically: true, encoding: .utf8)
      rows.insert("f\(file),\(end - start),\(end - start)")
      start = end
    }
    return rows
  }

  @Test func killedAtAnyMoment() throws {
    try Program.inTemporaryFolder { folder in
      let rows = try Self.writeExports(in: folder)
      let start = Date()
      let whole = try Program.shell("duxin ingest exports --db whole.db --quiet && \(Self.dump) whole.db", in: folder)
      let longest = Date().timeIntervalSince(start) * min(1, 25 / Double(Self.kills))
      #expect(whole.status == 0, "\(whole.err)")
      #expect(whole.out.split(separator: "\n").count == Self.turns + 1)
      // A linear congruential generator: the moments repeat as far as the machine lets them.
      var state: UInt64 = 2026
      var (killed, passes, filesKept) = (0, 0, 0)
      while killed < Self.kills {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let moment = Double(state >> 33) / Double(1 << 31) * longest
        let run = try Program.shell(
          "duxin ingest exports --db torn.db --quiet & sleep \(moment); kill -9 $! 2>/dev/null; wait $!", in: folder)
        guard run.status == 137 else {
          try check(run, against: whole, in: folder)
          passes += 1
          continue
        }
        killed += 1
        let left = try Program.shell("\(Self.byFile) torn.db", in: folder)
        if left.status == 0 {
          // Whatever is there is whole files, each turn once, and the database says it is sound.
          let found = left.out.split(separator: "\n").dropFirst()
          #expect(rows.isSuperset(of: found), "after kill \(killed): \(found.filter { !rows.contains($0) })")
          try checkIntegrity(in: folder)
          filesKept += found.count
        } else {
          // Killed before the database was made.
          #expect(left.err.contains("torn.db"), "\(left.err)")
        }
      }
      #expect(filesKept > 0, "no kill came after a file was kept")
      let final = try Program.shell("duxin ingest exports --db torn.db --quiet", in: folder)
      try check(final, against: whole, in: folder)
      print(
        "\(killed) kills within \(passes + 1) ingests of \(Self.turns) turns, \(Int(-start.timeIntervalSinceNow)) s")
    }
  }

  /// An ingest that got through leaves what the undisturbed one left; its database is removed.
  private func check(_ run: Program.Result, against whole: Program.Result, in folder: URL) throws {
    #expect(run.status == 0, "\(run.err)")
    let found = try Program.shell("\(Self.dump) torn.db", in: folder)
    #expect(found.status == 0 && found.stdout == whole.stdout, "the result differs from that of the undisturbed run")
    try checkIntegrity(in: folder)
    _ = try Program.shell("rm torn.db*", in: folder)
  }

  private func checkIntegrity(in folder: URL) throws {
    let status = try Program.shell("duxin status --db torn.db --check", in: folder)
    #expect(status.status == 0 && status.out.contains("integrity               ok"), "\(status.out)\(status.err)")
  }
}
