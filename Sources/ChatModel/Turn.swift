/// A stretch of the bytes of a ``TurnBatch``, from `start` (0-based) for `count` bytes; count 0 means "no value".
public struct ByteRange: Hashable, Sendable {
  /// First byte, 0-based; number of bytes.
  public var start, count: Int32

  public init(start: Int, count: Int) { (self.start, self.count) = (Int32(start), Int32(count)) }

  /// No value.
  public static let none = ByteRange(start: 0, count: 0)

  /// Whether there is no value.
  public var isEmpty: Bool { count == 0 }

  /// The stretch as a range of array indices.
  public var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// One turn of a chat: fixed-size, its texts are ranges of UTF-8 bytes in the ``TurnBatch`` that holds it.
public struct Turn: Sendable {
  /// The conversation this turn belongs to; never empty.
  public var conversationID = ByteRange.none
  /// What was said; may be empty.
  public var text = ByteRange.none
  /// Optional names and keys as the export wrote them.
  public var messageID = ByteRange.none
  public var speakerID = ByteRange.none
  public var customerID = ByteRange.none
  public var shop = ByteRange.none
  public var channel = ByteRange.none
  public var product = ByteRange.none
  public var orderID = ByteRange.none
  /// When it was said, if the export tells.
  public var time: Timestamp?
  /// The position in its conversation that the export gave, or nil until the pipeline numbers the turn (from 0).
  public var number: Int64?
  public var speaker = Speaker.customer
  public var messageType = MessageType.text
  /// Where the record stands in its file: line from 1, byte from 0 (of the decompressed file).
  public var line: Int64 = 0
  public var byte: Int64 = 0

  public init() {}
}
