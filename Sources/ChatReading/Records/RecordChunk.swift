import ChatModel

/// A piece of a file that holds whole records, as UTF-8, owning its bytes so that it can move between threads.
public struct RecordChunk: Sendable {
  /// The text, followed by ``padding`` zero bytes that a parser may read.
  var bytes: [UInt8]
  /// How many of `bytes` are text.
  var count: Int
  /// The line the chunk begins on, from 1.
  var firstLine: Int64
  /// The byte of the decoded text the chunk begins at, from 0.
  var firstByte: Int64
  /// Records before the text that could not even be gathered; each is counted as read and rejected.
  var rejects: [Problem]

  static var padding: Int { JSONParser.padding }

  init(_ text: consuming [UInt8], firstLine: Int64 = 1, firstByte: Int64 = 0, rejects: [Problem] = []) {
    count = text.count
    bytes = text
    bytes.append(contentsOf: repeatElement(0, count: Self.padding))
    (self.firstLine, self.firstByte, self.rejects) = (firstLine, firstByte, rejects)
  }
}
