import Foundation
import Testing

/// The agreement with people's labels is a golden: a change of rules or model shows its effect in the diff.
///
/// The labelled turns and the scoring program stand beside the checkout on the makers' machines only.
@Suite struct AccuracyTests {
  @Test(
    .enabled(if: Program.shared != nil, "needs the labelled turns beside the checkout"),
    arguments: ["jddc", "twitter_cc"])
  func agreementIsRecorded(set: String) throws {
    let shared = try #require(Program.shared)
    let labels = shared.appending(path: "data/\(set)/dev.labels.jsonl").path
    let table = try Program.inTemporaryFolder { folder in
      let tagged = try Program.shell("duxin tag \(labels) --no-redact --no-evidence > tagged.jsonl", in: folder)
      #expect(tagged.status == 0, "\(tagged.err)")
      let score = try Program.shell(
        "python3 \(shared.path)/tools/score.py \(labels) tagged.jsonl --per-label", in: folder,
        // Labels that occur as often are printed in the order of a set's hashes.
        environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin", "PYTHONHASHSEED": "0"])
      #expect(score.status == 0, "\(score.err)")
      return score.out
    }
    let golden = Program.root.appending(path: "Tests/Accuracy/\(set)-dev.txt")
    if ProcessInfo.processInfo.environment["DUXIN_RECORD"] == "1" {
      return try table.write(to: golden, atomically: true, encoding: .utf8)
    }
    let expected = try? String(contentsOf: golden, encoding: .utf8)
    #expect(
      table == expected,
      "the agreement changed: DUXIN_RECORD=1 swift test --filter AccuracyTests, then look at the difference")
  }
}
