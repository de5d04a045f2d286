import ChatModel
import Foundation
import Testing

@testable import ChatReading

/// The outside suites, read where they lie; skipped on a machine without them.
@Suite(.enabled(if: Shared.isThere)) struct SuiteTests {
  private static let good = #"{"conversation_id":"c","speaker":"customer","text":"t"}"#

  /// The bytes of a suite file as the value of an extra key, with good records around.
  private func embedded(_ bytes: [UInt8], separator: String) throws -> Transcript {
    let before = Self.good + separator + String(Self.good.dropLast()) + #","x":"#
    let lines = Array(before.utf8) + bytes + Array(("}" + separator + Self.good).utf8)
    var text: [UInt8] = []
    TextDecoder(.utf8).decode(lines, isLast: true, into: &text)
    return try Transcript(text, path: "t.jsonl") { $0.format = separator == "\n" ? .jsonl : .json }
  }

  @Test func jsonValuesInsideRecords() throws {
    let folder = Shared.suite("JSONTestSuite/test_parsing")
    var counts: [Character: Int] = [:]
    for name in try Shared.names(in: folder) where name.hasSuffix(".json") {
      let bytes = try Shared.bytes(folder.appending(path: name))
      let isOneLine = !bytes.contains(0x0A)
      // A value over several lines can stand in a document only; one that is no JSON would have no end there.
      guard isOneLine || name.hasPrefix("y_") else { continue }
      let found = try embedded(bytes, separator: isOneLine ? "\n" : " \r ")
      counts[name.first ?? "?", default: 0] += 1
      #expect(found.read == 3, "\(name)")
      switch name.first {
      case "y": #expect(found.turns.count == 3, "\(name): \(found.told)")
      case "n":
        #expect(found.turns.count == 2 && found.problems == ["2 json-syntax"], "\(name)")
        #expect(found.told.first?.location.byte == Int64(Self.good.utf8.count + 1), "\(name)")
      default: #expect(found.turns.count >= 2, "\(name)")
      }
    }
    #expect(counts == ["y": 95, "n": counts["n"] ?? 0, "i": 35] && counts["n"] ?? 0 > 180, "\(counts)")
  }

  @Test(arguments: ["JSONTestSuite/test_parsing", "JSONTestSuite/test_transform", "csv-spectrum/csvs", "zlib-ng"])
  func everyFileAloneIsReadOrRefused(suite: String) throws {
    let folder = Shared.suite(suite)
    for name in try Shared.names(in: folder) {
      let path = folder.appending(path: name).path
      do {
        let found = try Transcript(path: path)
        #expect(found.read == found.turns.count + found.rejected, "\(name)")
        #expect(!name.hasPrefix("n_") || !found.told.isEmpty, "\(name) was passed over in silence")
      } catch let error as ReadError {
        #expect(!error.message.isEmpty)
      }
    }
  }

  private func rows(_ bytes: [UInt8]) -> [[String]]? {
    var reader = CSVRowReader(delimiter: 0x2C)
    var rows: [[String]] = []
    while let row = reader.next(bytes.span) {
      if row.isMalformed { return nil }
      rows.append((0..<reader.count).map { reader.string($0) })
    }
    return rows
  }

  @Test func csvSpectrumCellsAreExact() throws {
    let folder = Shared.suite("csv-spectrum")
    for name in try Shared.names(in: folder.appending(path: "json")) {
      let json = try Data(contentsOf: folder.appending(path: "json/\(name)"))
      let expected = try JSONDecoder().decode([[String: String]].self, from: json)
      let csv = folder.appending(path: "csvs/" + name.replacingOccurrences(of: ".json", with: ".csv"))
      let found = try #require(rows(try Shared.bytes(csv)), "\(name)")
      let dictionaries = found.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(found[0], $0)) }
      #expect(dictionaries == expected, "\(name)")
    }
  }

  @Test func csvTestDataCellsAreExact() throws {
    let folder = Shared.suite("csv-test-data")
    for name in try Shared.names(in: folder.appending(path: "json")) {
      let json = try Data(contentsOf: folder.appending(path: "json/\(name)"))
      let csv = folder.appending(path: "csv/" + name.replacingOccurrences(of: ".json", with: ".csv"))
      let found = try #require(rows(try Shared.bytes(csv)), "\(name)")
      if name.hasPrefix("header-") {
        let expected = try JSONDecoder().decode([[String: String]].self, from: json)
        #expect(found.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(found[0], $0)) } == expected, "\(name)")
      } else {
        // An empty line is no row here: in a chat export it holds nothing.
        let expected = try JSONDecoder().decode([[String]].self, from: json).filter { $0 != [""] }
        #expect(found.filter { $0 != [""] } == expected, "\(name)")
      }
    }
  }

  @Test(arguments: [
    ("bad-missing-quote", ["2 csv-quote"]), ("bad-quotes-with-unescaped-quote", ["2 csv-quote"]),
    ("bad-header-less-fields", ["2 csv-columns"]), ("bad-header-more-fields", ["2 csv-columns"]),
    // Argued: a quote inside a cell that does not begin with one can mean nothing else, and people write such cells.
    ("bad-unescaped-quote", []),
  ]) func badTablesAreRejected(name: String, problems: [String]) throws {
    let found = try Transcript(try Shared.bytes(Shared.suite("csv-test-data/csv/\(name).csv")), path: "t.csv") {
      $0.map = [.conversationID: "foo", .text: "bar", .speaker: "baz"]
      $0.preset = try Preset(
        yaml:
          "{name: x, about: x, format: csv, fields: {conversation_id: foo, text: bar, speaker: {from: baz, values: {'*': agent}}}}",
        file: "x.yaml")
      $0.map = [:]
    }
    #expect(found.problems == problems)
  }

  @Test(arguments: ["bad-header-no-header", "bad-header-wrong-header"]) func aMissingHeaderIsRefused(name: String)
    throws
  {
    let bytes = try Shared.bytes(Shared.suite("csv-test-data/csv/\(name).csv"))
    let found = try? Transcript(bytes, path: "t.csv") {
      $0.map = [.conversationID: "foo", .text: "bar", .speaker: "baz"]
    }
    #expect(found?.turns.isEmpty ?? true)
    #expect(found?.problems ?? ["0 empty-file"] == ["0 empty-file"])
  }

  @Test func gb18030TablesDecode() throws {
    let folder = Shared.suite("gb18030")
    for (from, to) in [("gb18030_in.txt", "gb18030_in_ref.txt"), ("gb18030_out_ref.txt", "gb18030_out.txt")] {
      let file = try TextFile(path: folder.appending(path: from).path, encoding: .gb18030)
      var decoded: [UInt8] = []
      while try file.read(into: &decoded) {}
      let lines = decoded.split(separator: 0x0A, omittingEmptySubsequences: false)
      let expected = try Shared.bytes(folder.appending(path: to)).split(
        separator: 0x0A, omittingEmptySubsequences: false)
      #expect(lines.count == expected.count)
      // The 18 code points that the edition of 2022 moved out of the private use area, and A3A0, which the web reads as U+3000.
      let differences = zip(lines, expected).count { $0 != $1 }
      #expect(differences <= 19, "\(from): \(differences)")
    }
  }

  @Test func utf8Sequences() throws {
    let text = try String(contentsOf: Shared.suite("utf8tests/utf8tests.txt"), encoding: .utf8)
    var count = 0
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let parts = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard parts.count >= 3, parts[1] != "valid" else { continue }
      func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.filter(\.isHexDigit))
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
      }
      let input = bytes(parts[2])
      let decoder = TextDecoder(.utf8)
      var output: [UInt8] = []
      decoder.decode(Array("a".utf8) + input + Array("z".utf8), isLast: true, into: &output)
      let middle = Array(output.dropFirst().dropLast())
      if parts[1] == "valid hex" {
        #expect(middle == input && decoder.replaced.isEmpty, "\(parts[0])")
      } else {
        let expected = bytes(parts.last ?? "")
        #expect(middle == expected, "\(parts[0])")
        let first = output.indices.first { output[$0...].starts(with: [0xEF, 0xBF, 0xBD]) }
        let holdsOne = input.indices.contains { input[$0...].starts(with: [0xEF, 0xBF, 0xBD]) }
        #expect(holdsOne || decoder.replaced.first == first, "\(parts[0])")
      }
      count += 1
    }
    #expect(count > 150)
  }

  @Test func naughtyStringsComeBackUnchanged() throws {
    let strings = try JSONDecoder().decode([String].self, from: Data(contentsOf: Shared.suite("blns/blns.json")))
    #expect(strings.count > 500)
    for string in strings where !string.utf8.isEmpty {
      let json = try JSONEncoder().encode(["conversation_id": string, "speaker": "bot", "text": string, "shop": string])
      let cell = "\"" + string.replacingOccurrences(of: "\"", with: "\"\"") + "\""
      let table = "conversation_id,text,shop,speaker\n\(cell),\(cell),\(cell),bot\n"
      for (bytes, path) in [(Array(json), "t.jsonl"), (Array(table.utf8), "t.csv")] {
        let found = try Transcript(bytes, path: path)
        #expect(found.texts.map { Array($0.utf8) } == [Array(string.utf8)], "\(path)")
        #expect(found.turns.first?.hasPrefix(string + "|") == true && found.problems.isEmpty)
      }
    }
  }
}
