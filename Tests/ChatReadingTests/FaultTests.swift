import ChatModel
import Foundation
import Testing

@testable import ChatReading

/// The folder of bad and odd transcripts with its manifest, as far as reading alone can tell.
///
/// The exit class is what reading makes likely: a thrown error or no turn at all from a file with something in it is
/// `refused`, rejected records or a damaged file are `partial`, the rest is `ok`.
@Suite(.enabled(if: Shared.isThere)) struct FaultTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var file, exitClass, message, oracle: String
    var accepted, rejected: ClosedRange<Int>
    var isMust: Bool
    var testDescription: String { file }
  }

  static let rows: [Row] = {
    guard Shared.isThere, let text = try? String(contentsOf: Shared.suite("faults/manifest.tsv"), encoding: .utf8)
    else {
      return []
    }
    return text.split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      func range(_ index: Int) -> ClosedRange<Int> { (Int(cells[index]) ?? 0)...(Int(cells[index + 1]) ?? 0) }
      return Row(
        file: cells[0].replacingOccurrences(of: "\\n", with: "\n"), exitClass: cells[8], message: cells[9],
        oracle: cells[12],
        accepted: range(3), rejected: range(5), isMust: cells[10] == "must")
    }
  }()

  /// What only the store can tell: the reading floor keeps both records of a pair.
  static let decidedElsewhere: [String: String] = [
    "jsonl/dup_records_same.jsonl": "duplicates are found by the store's key",
    "jsonl/dup_key_conflict.jsonl": "a changed text under the same key is found by the store",
    "gz/bomb_same_record_1m.jsonl.gz": "duplicates are found by the store's key",
  ]

  @Test func theManifestIsRead() { #expect(Self.rows.count > 180) }

  @Test(arguments: rows.filter { decidedElsewhere[$0.file] == nil }) func expectationHolds(row: Row) throws {
    let path = Shared.suite("faults/files/\(row.file)").path
    var found: Transcript?
    var messages: String
    var exit: String
    do {
      let transcript = try Transcript(path: path)
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
      found = transcript
      messages = transcript.told.map { "\($0) line \($0.location.line)" }.joined(separator: "\n")
      messages += "\nrejected=\(transcript.rejected)"
      let isDamaged = transcript.told.contains { $0.code.hasPrefix("gzip-") }
      exit = transcript.turns.isEmpty && size > 0 ? "refused" : transcript.rejected > 0 || isDamaged ? "partial" : "ok"
    } catch let error as ReadError {
      (messages, exit) = (error.description, "refused")
    }
    let classes = row.exitClass.split(separator: "|").map(String.init)
    // Nothing accepted counts as partial as well when every record was told to be rejected.
    let isToldPartial = exit == "refused" && found?.rejected ?? 0 > 0 && classes.contains("partial")
    #expect(classes.contains(exit) || isToldPartial, "\(exit), wanted \(row.exitClass): \(messages.prefix(300))")
    #expect(
      row.accepted.contains(found?.turns.count ?? 0), "accepted \(found?.turns.count ?? 0), wanted \(row.accepted)")
    if let found {
      #expect(row.rejected.contains(found.rejected), "rejected \(found.rejected), wanted \(row.rejected)")
    }
    if exit != "ok", !row.message.isEmpty {
      let isTold = messages.range(of: row.message, options: [.regularExpression, .caseInsensitive]) != nil
      #expect(isTold, "does not mention /\(row.message)/: \(messages.prefix(300))")
    }
    #expect(!messages.contains("\u{1B}"))
    if !row.oracle.isEmpty, let found { try compare(found, with: row.oracle) }
  }

  private struct Expected: Decodable {
    var text: String
  }

  /// The texts that must come out, in order, among those that did.
  private func compare(_ found: Transcript, with oracle: String) throws {
    let lines = try Shared.bytes(Shared.suite("faults/\(oracle)")).split(separator: 0x0A)
    var texts = Set(found.texts.map { Array($0.utf8) })
    texts.insert([])
    let expected = lines.compactMap { try? JSONDecoder().decode(Expected.self, from: Data($0)).text }
    let missing = expected.count { !texts.contains(Array($0.utf8)) }
    #expect(missing == 0, "\(missing) texts of \(oracle) are missing or different")
  }
}
