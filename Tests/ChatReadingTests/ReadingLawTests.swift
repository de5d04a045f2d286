import ChatModel
import Foundation
import Testing

@testable import ChatReading

/// Whole, cut at every byte, in one-byte blocks, gzipped, with CRLF: what is read is the same.
@Suite struct ReadingLawTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var path: String
    var text: String
    var isTable: Bool { path.hasSuffix(".csv") || path.hasSuffix(".tsv") }
    var testDescription: String { name }
  }

  private static let record = #"{"conversation_id":"c","speaker":"客户","text":"多少钱","timestamp":"2026-11-02 10:03"}"#
  private static let header = "conversation_id,speaker,text,timestamp\n"

  static let cases: [Case] = [
    ("one record", "t.jsonl", record),
    ("several", "t.jsonl", record + "\n" + record + "\n" + record + "\n"),
    ("blank lines", "t.jsonl", "\n\n" + record + "\n  \n\n" + record + "\n\n"),
    ("garbage between", "t.jsonl", record + "\nnot json\n{\n" + record + "\n"),
    (
      "escapes", "t.jsonl",
      #"{"conversation_id":"\u4f60","speaker":"bot","text":"a\n\"\\\ud83d\ude00\/","x":{"y":[1,2,{"z":null}]}}"#
    ),
    (
      "numbers", "t.jsonl",
      #"{"conversation_id":12345678901234567,"turn":3,"speaker":"agent","text":1.5}"# + "\n" + record
    ),
    ("byte-order marks", "t.jsonl", "\u{FEFF}" + record + "\n\u{FEFF}" + record + "\n"),
    ("array, one line", "t.json", "[" + record + "," + record + "]"),
    ("array, pretty", "t.json", "[\n  " + record + ",\n  " + record + "\n]\n"),
    ("array, a bad one", "t.json", "[" + record + ",{\"a\":},\n" + record + "]"),
    ("array, not closed", "t.json", "[" + record + "," + record),
    ("array, cut", "t.json", "[" + record + ",\n{\"conversation_id\":\"c\",\"te"),
    (
      "pretty objects", "t.json",
      "{\n\"conversation_id\":\"c\",\n\"speaker\":\"bot\",\n\"text\":\"}]\\\"\"\n}\n{\n\"a\":1\n}\n"
    ),
    ("scalars", "t.json", "[1,\"a\",null,[" + record + "],true," + record + "]"),
    ("objects without a line end", "t.jsonl", record + record + " " + record),
    ("table", "t.csv", header + "c,客户,多少钱,2026/11/2 10:03\nc,客服,10元,\n"),
    ("quotes", "t.csv", header + "c,customer,\"a, \"\"b\"\"\nc\",\nc,agent,\"\",\nc,bot,\"x\",\"\"\n"),
    ("quote never closed", "t.csv", header + "c,agent,好,\nc,customer,\"open,\nc,agent,在,\nc,agent,在,\n"),
    ("quote closed elsewhere", "t.csv", header + "c,customer,\"open,\nc,agent,\"x\",\nc,agent,\"y\",\n"),
    ("garbage after a quote", "t.csv", header + "c,customer,\"a\" b,\nc,agent,c,\n"),
    ("columns", "t.csv", header + "c,customer\nc,agent,1,2,3\n\nc,agent,d,"),
    ("header again", "t.csv", header + "c,customer,a,\n" + header + "c,agent,b,\n"),
    ("preamble", "t.csv", "导出时间 2026-11-02\n\n" + header + "c,customer,a,\n"),
    ("semicolons", "t.csv", header.replacingOccurrences(of: ",", with: ";") + "c;customer;a,b;\n"),
    ("header only", "t.csv", header), ("nothing", "t.csv", ""), ("spaces", "t.jsonl", " \n \n"),
    (
      "tabs with quotes as they are", "t.tsv",
      header.replacingOccurrences(of: ",", with: "\t") + "c\tbot\t\"a\t\nc\tbot\tb\"\t\n"
    ),
    (
      "tabs with quotes", "t.tsv",
      header.replacingOccurrences(of: ",", with: "\t") + "c\tbot\t\"a\tb\nc\"\t\nc\tbot\td\t\n"
    ),
    ("jddc", "t.tsv", "s\tu\t0\t0\t0\tnan\t\"好\ns\tu\t1\t0\t0\tnan\t在\"\n"),
    (
      "replies", "t.csv",
      "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n2,s,False,,b,,1.0\n1,u,True,,a,2,\n"
    ),
  ].map { Case(name: $0.0, path: $0.1, text: $0.2) }

  private func whole(_ test: Case) throws -> Transcript { try Transcript(Array(test.text.utf8), path: test.path) }

  @Test(arguments: cases) func cutAtEveryByte(test: Case) throws {
    let expected = try whole(test)
    let bytes = Array(test.text.utf8)
    for chunk in 1...max(1, bytes.count) {
      #expect(try Transcript(bytes, path: test.path, block: 1, chunk: chunk) == expected, "chunks of \(chunk)")
    }
    for block in [2, 3, 7, 64] { #expect(try Transcript(bytes, path: test.path, block: block) == expected) }
  }

  @Test(arguments: cases) func inAFileAndGzipped(test: Case) throws {
    let expected = try whole(test)
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // The file is called like the case, so that what is guessed from the name is the same.
    let plain = folder.appending(path: test.path)
    try Data(test.text.utf8).write(to: plain)
    let packed = folder.appending(path: test.path + ".gz")
    try gzip(Data(test.text.utf8)).write(to: packed)
    for path in [plain.path, packed.path] {
      let found = try Transcript(path: path)
      #expect(found.turns == expected.turns && found.problems == expected.problems && found.read == expected.read)
    }
  }

  @Test(arguments: cases.filter { !$0.text.contains("a\\n") }) func withCRLF(test: Case) throws {
    let expected = try whole(test)
    let text = test.text.replacingOccurrences(of: "\n", with: "\r\n")
    let found = try Transcript(Array(text.utf8), path: test.path)
    // A line end inside a quoted cell belongs to the text and stays as it is written.
    #expect(found.turns.map { $0.replacingOccurrences(of: "\\r\\n", with: "\\n") } == expected.turns)
    #expect(found.problems == expected.problems && found.read == expected.read)
  }

  @Test(arguments: cases.filter { !$0.text.isEmpty }) func cutShort(test: Case) throws {
    let bytes = Array(test.text.utf8)
    for count in 0..<bytes.count {
      guard let found = try? Transcript(Array(bytes[..<count]), path: test.path) else { continue }
      #expect(found.read == found.turns.count + found.rejected)
    }
  }
}

/// Gzips in memory through the gzip program's own format: one stored block, which needs no compressor.
func gzip(_ data: Data) -> Data {
  var packed = Data([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])
  var rest = data[...]
  repeat {
    let block = rest.prefix(65_535)
    rest = rest.dropFirst(block.count)
    let count = UInt16(block.count)
    packed.append(rest.isEmpty ? 1 : 0)
    for word in [count, ~count] { packed.append(contentsOf: [UInt8(word & 0xFF), UInt8(word >> 8)]) }
    packed.append(block)
  } while !rest.isEmpty
  for word in [checksum(data), UInt32(truncatingIfNeeded: data.count)] {
    for shift in stride(from: 0, to: 32, by: 8) { packed.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
  }
  return packed
}

/// CRC-32 of RFC 1952.
private func checksum(_ data: Data) -> UInt32 {
  var crc: UInt32 = 0xFFFF_FFFF
  for byte in data {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
  return ~crc
}
