public import ChatModel

/// A stream of valid UTF-8 text, pulled block by block: the seam between bytes (files, gzip, encodings) and records.
public protocol TextSource {
  /// Appends the next block of text, usually some 256 KiB, cut at a scalar's end, and says whether there may be more.
  mutating func read(into buffer: inout [UInt8]) throws(ReadError) -> Bool

  /// Takes what was found wrong so far (bytes replaced, archive damaged), in file order, and forgets it.
  mutating func takeProblems() -> [Problem]

  /// Whether everything was there so far: false once the text was found to be cut, so that its last line is not whole.
  var isComplete: Bool { get }

  /// The same text from its beginning once more, or nil when it can be read only once (standard input).
  func again() throws(ReadError) -> (any TextSource)?
}
