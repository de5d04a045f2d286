import ChatModel
import ChatStore
import Foundation

/// One row of an export, for tests.
struct Said {
  var id = "c1"
  var speaker = Speaker.customer
  var text = ""
  /// Seconds since 1970.
  var at: Double?
  var number: Int64?
  var message: String?
  var shop: String?
  var customer: String?
  var type = MessageType.text
  var tags: TurnTags?

  init(
    _ text: String, id: String = "c1", _ speaker: Speaker = .customer, at: Double? = nil, number: Int64? = nil,
    message: String? = nil, shop: String? = nil, customer: String? = nil, type: MessageType = .text,
    tags: TurnTags? = nil
  ) {
    (self.text, self.id, self.speaker, self.at, self.number) = (text, id, speaker, at, number)
    (self.message, self.shop, self.customer, self.type, self.tags) = (message, shop, customer, type, tags)
  }
}

extension TaggedBatch {
  init(_ rows: [Said]) {
    self.init(batch: TurnBatch(), tags: [])
    for (line, row) in rows.enumerated() {
      var turn = Turn()
      func put(_ text: String?) -> ByteRange {
        let start = batch.bytes.count
        batch.bytes += Array((text ?? "").utf8)
        return ByteRange(start: start, count: (text ?? "").utf8.count)
      }
      turn.conversationID = put(row.id)
      turn.text = put(row.text)
      turn.messageID = put(row.message)
      turn.shop = put(row.shop)
      turn.customerID = put(row.customer)
      turn.time = row.at.map { Timestamp(microseconds: Int64(($0 * 1_000_000).rounded())) }
      (turn.number, turn.speaker, turn.messageType) = (row.number, row.speaker, row.type)
      (turn.line, turn.byte) = (Int64(line + 1), Int64(line * 100))
      batch.turns.append(turn)
      tags.append(row.tags ?? .none)
    }
    batch.read = rows.count
  }
}

/// A database in a folder of its own, which goes when the test ends.
final class Scratch {
  let folder = FileManager.default.temporaryDirectory.appending(path: "duxin-store-\(UUID().uuidString)").path
  var path: String { folder + "/duxin.db" }
  private(set) var store: Store
  private var run: Int64 = 0

  init(zone: String = "Asia/Shanghai") throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    store = try Store(path: folder + "/duxin.db")
    run = try beginRun(zone: zone)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func reopen() throws {
    store.close()
    store = try Store(path: path)
  }

  func beginRun(zone: String = "Asia/Shanghai") throws -> Int64 {
    try store.beginRun(
      RunStart(
        command: "ingest", startedAt: Timestamp(seconds: 1_700_000_000),
        version: TaggerVersion(rules: "rules-1", model: "none"), isRedacted: true, zone: zone, duxinVersion: "0.1"))
  }

  func begin(_ name: String = "a.jsonl", fileHash: [UInt8]? = nil) throws -> FileIngest {
    try store.beginFile(
      FileStart(run: run, path: name, fileHash: fileHash, startedAt: Timestamp(seconds: 1_700_000_001)))
  }

  /// Stores rows as one file, in batches of `chunk`; the content hash is that of the rows unless given.
  @discardableResult
  func ingest(
    _ rows: [Said], name: String = "a.jsonl", chunk: Int = 1000, content: [UInt8]? = nil, reading: String = ""
  ) throws -> FileCounts {
    let file = try begin(name, fileHash: content)
    for start in stride(from: 0, to: rows.count, by: chunk) {
      try file.append(TaggedBatch(Array(rows[start..<min(start + chunk, rows.count)])))
    }
    return try file.commit(end(content ?? Array("\(rows)".utf8), reading: reading))
  }

  func end(_ content: [UInt8], reading: String = "") -> FileEnd {
    FileEnd(
      contentHash: content, size: 1, format: "jsonl", preset: "canonical", encoding: "utf-8", reading: reading,
      finishedAt: Timestamp(seconds: 1_700_000_002))
  }

  /// Conversation by conversation, the texts in the order they are read.
  func texts() throws -> [String: [String]] {
    var texts: [String: [String]] = [:]
    try store.forEachConversation { turns in
      texts[turns[0].conversationID, default: []] += turns.map(\.text)
    }
    return texts
  }

  /// The rows of a statement as text, `|` between the values.
  func rows(_ sql: String, _ parameters: [String: QueryValue] = [:]) throws -> [String] {
    var rows: [String] = []
    try ReadOnlyQuery(path: path).run(sql, parameters: parameters, columns: { _ in }) { values in
      rows.append(values.map(\.shown).joined(separator: "|"))
    }
    return rows
  }
}

extension QueryValue {
  var shown: String {
    switch self {
    case .null: "NULL"
    case .integer(let value): "\(value)"
    case .real(let value): "\(value)"
    case .text(let text): text
    case .blob(let bytes): "\(bytes)"
    }
  }
}

/// A small seeded generator: SplitMix64 of Steele, Lea and Flood (2014).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
