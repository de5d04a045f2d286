import ChatModel
import Foundation
import Glibc
import Testing

@testable import ChatReading

@Suite struct TextFileTests {
  private struct Read {
    var text: String
    var problems: [String]
    var file: TextFile
  }

  private func read(_ data: Data, _ encoding: TextEncoding = .auto) throws -> Read {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try data.write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try TextFile(path: path, encoding: encoding)
    var bytes: [UInt8] = []
    while try file.read(into: &bytes) {}
    return Read(text: String(decoding: bytes, as: UTF8.self), problems: file.takeProblems().map(\.code), file: file)
  }

  /// Through the real program, so that real deflate blocks are read.
  private func gzip(_ data: Data) throws -> Data {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try data.write(to: URL(filePath: path))
    let process = Process()
    process.executableURL = URL(filePath: "/bin/gzip")
    process.arguments = ["-n", path]
    try process.run()
    process.waitUntilExit()
    defer { try? FileManager.default.removeItem(atPath: path + ".gz") }
    return try Data(contentsOf: URL(filePath: path + ".gz"))
  }

  private let chinese = "客户：这件衬衫还有货吗？联通\n"
  private let gb = Data([0xCD, 0xEA, 0xC8, 0xAB, 0xD6, 0xD8, 0xD2, 0xAA, 0x0A])  // 完全重要

  @Test func encodingsAreFoundByThemselves() throws {
    #expect(try read(Data(chinese.utf8)).text == chinese)
    #expect(try read(Data([0xEF, 0xBB, 0xBF] + chinese.utf8)).text == chinese)
    #expect(try read(Data([0xFF, 0xFE]) + chinese.data(using: .utf16LittleEndian)!).text == chinese)
    #expect(try read(Data([0xFE, 0xFF]) + chinese.data(using: .utf16BigEndian)!).text == chinese)
    let result = try read(gb)
    #expect(result.text == "完全重要\n" && result.file.encoding == .gb18030 && result.problems.isEmpty)
    #expect(try read(Data("plain ascii".utf8)).text == "plain ascii")
    #expect(try read(Data()).text == "")
  }

  @Test func lateEvidenceDecides() throws {
    let ascii = Data(String(repeating: "plain ascii line\n", count: 200_000).utf8)
    let result = try read(ascii + gb)
    #expect(result.file.encoding == .gb18030 && result.text.hasSuffix("\n完全重要\n"))
  }

  @Test func aBrokenLineSpoilsNoOther() throws {
    let good = String(repeating: chinese, count: 30)
    let utf8 = try read(Data(good.utf8) + gb + Data(good.utf8))
    #expect(utf8.file.encoding == .utf8 && utf8.text.hasPrefix(good) && utf8.text.hasSuffix(good))
    #expect(utf8.problems.first == "encoding-replaced")
    var many = Data()
    for _ in 0..<30 { many += gb }
    let mixed = try read(many + Data([0xFF, 0x0A]) + gb)
    #expect(mixed.file.encoding == .gb18030 && mixed.text.hasSuffix("\u{FFFD}\n完全重要\n"))
  }

  @Test func gzipIsKnownByItsBytesAndHashesLikeItsText() throws {
    let text = Data(String(repeating: chinese, count: 50_000).utf8)
    let plain = try read(text)
    let packed = try read(try gzip(text))
    #expect(packed.text == plain.text && packed.file.contentHash == plain.file.contentHash)
    let twice = try read(try gzip(text) + gzip(text) + Data(repeating: 0, count: 100))
    #expect(twice.text == plain.text + plain.text && twice.problems.isEmpty)
    let garbage = try read(try gzip(text) + Data("garbage".utf8))
    #expect(garbage.text == plain.text && garbage.problems == ["gzip-trailing"])
  }

  @Test func whatADamagedArchiveStillGivesIsKept() throws {
    let text = Data((0..<3000).map { "line \($0) \(($0 &* 2_654_435_761) % 1_000_003)\n" }.joined().utf8)
    let packed = try gzip(text)
    let whole = String(decoding: text, as: UTF8.self)
    for cut in stride(from: 30, to: packed.count, by: 997) {
      let result = try? read(packed.prefix(cut))
      #expect(whole.hasPrefix(result?.text ?? ""))
      #expect(result == nil || result?.problems == ["gzip-truncated"] && result?.file.isComplete == false)
    }
    var wrong = packed
    wrong[wrong.count - 6] ^= 0xFF
    let result = try read(wrong)
    #expect(result.text == whole && result.problems == ["gzip-checksum"])
  }

  @Test(
    arguments: [
      ([0x50, 0x4B, 0x03, 0x04], "zip"), ([0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0], "UTF-32LE"),
      ([0x25, 0x50, 0x44, 0x46], "PDF"),
    ] as [([UInt8], String)]) func foreignFormatsAreRefusedByName(bytes: [UInt8], name: String) throws
  {
    let error = try #require(throws: ReadError.self) { try read(Data(bytes + [UInt8](repeating: 65, count: 2000))) }
    #expect(error.message.contains(name))
  }

  @Test func aBombIsRefused() throws {
    let zeros = try gzip(Data(repeating: 0x41, count: 8 << 20))
    let inflater = GzipInflater(bombFloor: 4 << 20)
    inflater.feed(Array(zeros))
    var output: [UInt8] = []
    while inflater.damage == nil && !inflater.needsInput { inflater.inflate(into: &output) }
    #expect(inflater.damage == .bomb && output.count < 5 << 20)
  }

  @Test func whatIsNoFileIsExplained() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let pipe = folder + "/pipe"
    let made = unsafe mkfifo(pipe, 0o600)
    #expect(made == 0)
    for (path, code) in [
      (folder, "is-folder"), (pipe, "is-pipe"), ("/dev/null", "not-a-file"), (folder + "/no", "not-found"),
    ] {
      let error = try #require(throws: ReadError.self) { try TextFile(path: path) }
      #expect(error.code == code && error.path == path)
    }
  }

  @Test func aFileThatGrowsWhileItIsReadIsReported() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let record = "{\"conversation_id\":\"c\",\"speaker\":\"bot\",\"text\":\"t\"}"
    try Data((record + "\n" + record.dropLast(3)).utf8).write(to: URL(filePath: path))
    let file = try TextFile(path: path)
    // Somebody writes between opening and reading.
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("t\"".utf8))
    try handle.close()
    let clock = ZoneClock(TimeZone(identifier: "Asia/Shanghai")!)
    var reader = try ExportReader(file, path: path, options: ReadingOptions(clock: clock))
    var problems: [Problem] = []
    var turns = 0
    while let chunk = try reader.nextChunk() {
      let batch = reader.parser.parse(chunk)
      turns += batch.turns.count
      problems += batch.problems
    }
    problems += reader.takeProblems()
    #expect(turns == 1 && !file.isComplete)
    #expect(problems.map(\.code) == ["record-cut", "file-changed"])
  }

  @Test func theDigestIsThatOfTheBytesOnDisk() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("abc".utf8).write(to: URL(filePath: path))
    let hex = try FileDigest.sha256(path)?.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    #expect(hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(try FileDigest.sha256("-") == nil)
  }

  @Test func linesBeyondTheLimitAreReportedAndPassedOver() throws {
    let record = "{\"conversation_id\":\"c\",\"speaker\":\"bot\",\"text\":\"t\"}"
    let long = record.dropLast(2) + String(repeating: "x", count: RecordSplitter.recordLimit) + "\"}"
    let text = Array((record + "\n" + long + "\n" + record + "\n").utf8)
    for block in [1 << 18, 1 << 25] {
      let found = try Transcript(text, path: "t.jsonl", block: block)
      #expect(found.turns.count == 2 && found.problems == ["2 record-too-long"])
    }
  }
}
