import ChatModel
import Foundation
import Testing

@testable import ChatReading

@Suite struct ExportReaderTests {
  /// `conversation/number speaker time: text` of each turn.
  private struct Outcome {
    var turns: [String]
    var problems: [String]
    var read, rejected: Int
  }

  private func outcome(
    _ text: String, path: String = "t.jsonl", block: Int = 1 << 20,
    configure: (inout ReadingOptions) throws -> Void = { _ in }
  ) throws -> Outcome {
    let found = try Transcript(Array(text.utf8), path: path, block: block, chunk: block, configure: configure)
    let turns = zip(found.turns, found.texts).map { line, text in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
      return "\(cells[0])/\(cells[1]) \(cells[2]) \(cells[4]): \(text)"
    }
    return Outcome(turns: turns, problems: found.problems, read: found.read, rejected: found.rejected)
  }

  private static let jsonLines = """
    {"conversation_id":"c1","turn":0,"speaker":"customer","timestamp":"2026-11-02 10:03:22","text":"有货吗"}
    {"conversation_id":"c1","turn":1,"speaker":"agent","timestamp":"2026-11-02T10:03:30+08:00","text":"有的 \\"M\\" \\ud83d\\ude00"}
    not json
    {"conversation_id":"c1","turn":1.5,"speaker":"agent","text":"x"}
    {"conversation_id":"c2","speaker":"robot?","text":"x"}
    {"conversation_id":"","speaker":"customer","text":"x"}

    {"conversation_id":123456789012345678,"turn":2.0,"speaker":"买家","text":"","extra":[1]}
    """

  @Test(arguments: [1, 2, 7, 1 << 20], ["\n", "\r\n"]) func jsonLinesWithFaults(block: Int, lineEnd: String) throws {
    let text = Self.jsonLines.replacingOccurrences(of: "\n", with: lineEnd)
    let outcome = try outcome(text, block: block)
    #expect(
      outcome.turns == [
        "c1/0 customer 2026-11-02T10:03:22+08:00: 有货吗", "c1/1 agent 2026-11-02T10:03:30+08:00: 有的 \"M\" 😀",
        "123456789012345678/2 customer -: ",
      ])
    #expect(outcome.problems == ["3 json-syntax", "4 bad-turn", "5 bad-speaker", "6 missing-field"])
    #expect(outcome.read == 7 && outcome.rejected == 4)
  }

  @Test func aDocumentOfRecordsIsReadLikeLines() throws {
    let lines = Self.jsonLines.split(separator: "\n").filter { $0.hasPrefix("{") }
    let document = try outcome("[\n" + lines.joined(separator: ",\n") + "\n]", path: "t.json")
    #expect(document.turns == (try outcome(Self.jsonLines).turns))
    #expect(document.rejected == 3)
  }

  private static let table = """
    conversation_id,speaker,text,timestamp,note
    c1,customer,"你好, ""亲""
    在吗",2026/11/2 10:03,
    c1,agent,在的,,x
    c2,agent
    c2,customer,"没关上的引号,,
    c3,客服,好,2026-02-30,
    """

  @Test(arguments: [1, 3, 1 << 20], [",", ";", "\t"]) func tablesWithFaults(block: Int, delimiter: String) throws {
    let text = Self.table.replacingOccurrences(of: ",", with: delimiter)
      .replacingOccurrences(of: "你好\(delimiter)", with: "你好,")
    let outcome = try outcome("\u{FEFF}" + text, path: "t.csv", block: block)
    let kept = [
      "c1/- customer 2026-11-02T10:03:00+08:00: 你好, \"亲\"\n在吗", "c1/- agent -: 在的", "c3/- agent -: 好",
    ]
    if delimiter == "\t" {
      // Tab-separated files are often written without quoting: the quote is a character there.
      #expect(outcome.turns == kept.dropLast() + ["c2/- customer -: \"没关上的引号", kept[2]])
    } else {
      #expect(outcome.turns == kept)
      #expect(outcome.problems == ["5 csv-columns", "6 csv-quote", "7 bad-timestamp"])
      #expect(outcome.read == 5 && outcome.rejected == 2)
    }
  }

  @Test func columnsMayBeMappedByNameOrNumber() throws {
    let named = try outcome("id,who,said\n1,买家,多少钱\n", path: "t.csv") {
      $0.map = [.conversationID: "id", .speaker: "who", .text: "said"]
    }
    #expect(named.turns == ["1/- customer -: 多少钱"])
    let numbered = try outcome("00123,买家,多少钱\n", path: "t.csv") {
      $0.hasHeader = false
      $0.map = [.conversationID: "1", .speaker: "2", .text: "3"]
    }
    #expect(numbered.turns == ["00123/- customer -: 多少钱"])
  }

  @Test(arguments: ["a,b\n1,2\n", "text\n你好\n", "c1\rcustomer\r"]) func aTableWithoutFieldsIsRefused(text: String) {
    #expect(throws: ReadError.self) { try outcome(text, path: "t.csv") }
  }

  @Test func jddcIsRecognised() throws {
    let text = "s1\tu1\t0\t0\t0\tnan\t有货吗\ns1\tu1\t1\t0\t0\t42\t有的\"呢\ns2\tu2\t0\t0\t0\tnan\t\"人呢\n"
    #expect(
      try outcome(text, path: "chat.tsv").turns == [
        "s1/- customer -: 有货吗", "s1/- agent -: 有的\"呢", "s2/- customer -: \"人呢",
      ])
  }
}
