import Foundation
import Testing

/// `kill -9` at random moments of an ingest: the database stays whole, nothing is lost, nothing doubled.
///
/// A few kills of a small ingest here; `make crash` does 200 of an ingest of 200,000 turns with the release build.
@Suite struct CrashTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let kills = Int(environment["DUXIN_CRASH_KILLS"] ?? "") ?? 6
  private static let turns = Int(environment["DUXIN_CRASH_TURNS"] ?? "") ?? 6000

  /// Every stored turn, in a fixed order.
  private static let dump =
    "duxin query --limit 100000000 --format csv "
    + "'SELECT conversation_id, turn, speaker, text, intents FROM v_turn ORDER BY 1, 2' --db"

  /// Eight files of chats that run on from file to file.
  private static func writeExports(in folder: URL) throws {
    let words = ["这个多少钱", "怎么还没发货", "我要退货", "谢谢", "尺码偏大吗", "便宜点吧", "收到了 质量很好"]
    let exports = folder.appending(path: "exports")
    try FileManager.default.createDirectory(at: exports, withIntermediateDirectories: true)
    for file in 0..<8 {
      var lines = ""
      for index in 0..<turns / 8 {
        let (chat, turn) = (index % 97, file * (turns / 8 / 97 + 1) + index / 97)
        let speaker = turn % 3 == 1 ? "agent" : "customer"
        let text = words[(index + file) % words.count] + " \(file)-\(index)"
        lines += #"{"conversation_id":"c\#(chat)","turn":\#(turn),"speaker":"\#(speaker)","text":"\#(text)"}"# + "\n"
      }
      try lines.write(to: exports.appending(path: "\(file).jsonl"), atomically: true, encoding: .utf8)
    }
  }

  @Test func killedAtAnyMoment() throws {
    try Program.inTemporaryFolder { folder in
      try Self.writeExports(in: folder)
      let start = Date()
      let whole = try Program.shell("duxin ingest exports --db whole.db --quiet && \(Self.dump) whole.db", in: folder)
      let seconds = Date().timeIntervalSince(start)
      #expect(whole.status == 0, "\(whole.err)")
      #expect(whole.out.split(separator: "\n").count == Self.turns / 8 * 8 + 1)
      // A linear congruential generator: the moments repeat as far as the machine lets them.
      var state: UInt64 = 2026
      var interrupted = 0
      for kill in 0..<Self.kills {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let moment = Double(state >> 33) / Double(1 << 31) * seconds
        // A new database now and then, so that early moments are met as well as late ones.
        if kill % 5 == 0 { _ = try Program.shell("rm -f torn.db torn.db-*", in: folder) }
        let torn = try Program.shell(
          "duxin ingest exports --db torn.db --quiet & sleep \(moment); kill -9 $! 2>/dev/null; wait $!", in: folder)
        if torn.status == 137 { interrupted += 1 }
        let left = try Program.shell("\(Self.dump) torn.db", in: folder)
        if left.status == 0 {
          // Whatever is there is part of the undisturbed result: whole files, each turn once.
          let lines = left.out.split(separator: "\n")
          #expect(Set(lines).count == lines.count)
        }
      }
      #expect(interrupted > 0)
      let final = try Program.shell("duxin ingest exports --db torn.db --quiet && \(Self.dump) torn.db", in: folder)
      #expect(final.status == 0, "\(final.err)")
      #expect(final.stdout == whole.stdout)
      let check = try Program.shell("duxin status --db torn.db --check", in: folder)
      #expect(check.status == 0 && check.out.contains("integrity               ok"), "\(check.out)\(check.err)")
    }
  }
}
