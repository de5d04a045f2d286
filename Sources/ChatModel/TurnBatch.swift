/// Turns read from one chunk of one file, in file order, with the bytes their texts stand in.
///
/// Owns its bytes, so it can move between threads; readers of a text take a span of `bytes` down the call stack:
/// `batch.bytes.span.extracting(turn.text.range)`.
public struct TurnBatch: Sendable {
  /// UTF-8 text of all fields of all turns.
  public var bytes: [UInt8] = []
  public var turns: [Turn] = []
  /// One context for each turn once the pipeline has linked the batch; empty before.
  public var contexts: [TurnContext] = []
  /// What was wrong in the chunk, in file order.
  public var problems: [Problem] = []
  /// How many records (turns) the chunk held, good or bad: read = turns + rejected.
  public var read = 0
  /// How many records were rejected.
  public var rejected = 0
  /// Keys or columns that no field wanted, with how often they were met.
  public var unknownKeys: [String: Int] = [:]

  public init() {}

  /// Appends UTF-8 bytes and says where they stand.
  public mutating func append(_ text: Span<UInt8>) -> ByteRange {
    let start = bytes.count
    unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    return ByteRange(start: start, count: text.count)
  }

  /// The text of a range as a String: for messages, tests and cold paths only.
  public func string(_ range: ByteRange) -> String { String(decoding: bytes[range.range], as: UTF8.self) }
}
