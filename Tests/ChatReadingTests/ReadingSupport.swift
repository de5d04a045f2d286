import ChatModel
import Foundation

@testable import ChatReading

/// The folder of outside test suites and data, when this machine has one.
enum Shared {
  static let folder: URL? = {
    let beside = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")
    let named = ProcessInfo.processInfo.environment["DUXIN_SHARED"].map { URL(filePath: $0) }
    return [named, beside].compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0.path) }
  }()

  static var isThere: Bool { folder != nil }

  /// A suite's folder; only for tests that are skipped without ``folder``.
  static func suite(_ name: String) -> URL { folder!.appending(path: "suites/\(name)") }

  static func bytes(_ url: URL) throws -> [UInt8] { Array(try Data(contentsOf: url)) }

  static func names(in url: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
  }
}

/// What came of reading one export, in plain words.
struct Transcript: Equatable {
  /// `conversation|number|speaker|type|time|speaker id|customer id|message id|shop or channel|"text"` of each turn.
  var turns: [String] = []
  var texts: [String] = []
  /// `line code` of each problem.
  var problems: [String] = []
  var told: [Problem] = []
  var read = 0
  var rejected = 0
  var preset = ""
  var unknownKeys: [String: Int] = [:]

  /// All of it, a line each.
  var lines: [String] {
    let unknown = unknownKeys.sorted { $0.key < $1.key }.map { "unknown key \($0.key): \($0.value)" }
    return turns + problems + ["read \(read), rejected \(rejected)"] + unknown
  }

  /// Reads text in memory.
  init(
    _ bytes: [UInt8], path: String, block: Int = 1 << 20, chunk: Int = RecordSplitter.chunkSize,
    configure: (inout ReadingOptions) throws -> Void = { _ in }
  ) throws {
    try self.init(MemoryText(bytes: bytes, block: block), path: path, chunk: chunk, configure: configure)
  }

  /// Reads a file.
  init(path: String, encoding: TextEncoding = .auto) throws {
    try self.init(try TextFile(path: path, encoding: encoding), path: path)
  }

  private init(
    _ source: any TextSource, path: String, chunk: Int = RecordSplitter.chunkSize,
    configure: (inout ReadingOptions) throws -> Void = { _ in }
  ) throws {
    var options = ReadingOptions(clock: ZoneClock(TimeZone(identifier: "Asia/Shanghai")!))
    try configure(&options)
    var reader = try ExportReader(source, path: path, options: options)
    preset = reader.preset.name
    while let chunk = try reader.nextChunk(size: chunk) {
      let batch = reader.parser.parse(chunk)
      add(batch)
    }
    let rest = reader.takeProblems()
    told += rest
    problems += rest.map { "\($0.location.line) \($0.code)" }
  }

  private mutating func add(_ batch: TurnBatch) {
    read += batch.read
    rejected += batch.rejected
    unknownKeys.merge(batch.unknownKeys, uniquingKeysWith: +)
    for turn in batch.turns {
      let text = batch.string(turn.text)
      texts.append(text)
      let cells = [
        batch.string(turn.conversationID), turn.number.map(String.init) ?? "-", turn.speaker.name,
        turn.messageType.name, turn.time.map { $0.rfc3339(offset: 28_800) } ?? "-", batch.string(turn.speakerID),
        batch.string(turn.customerID), batch.string(turn.messageID),
        batch.string(turn.shop.isEmpty ? turn.channel : turn.shop), text.debugDescription,
      ]
      turns.append(cells.joined(separator: "|"))
    }
    told += batch.problems
    problems += batch.problems.map { "\($0.location.line) \($0.code)" }
  }
}
