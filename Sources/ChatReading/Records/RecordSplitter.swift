import ChatModel

/// Cuts a text into chunks that end where a record ends; where it is cut never changes what is read.
struct RecordSplitter {
  /// How records end.
  enum Shape: Sendable {
    /// At a line feed.
    case lines
    /// At a line feed outside of a quoted cell.
    case rows(delimiter: UInt8)
    /// With a whole JSON value.
    case values
  }

  /// Text gathered for one chunk, in bytes.
  static let chunkSize = 1 << 19
  /// The longest line or row that is read, in bytes.
  static let recordLimit = 16 << 20
  /// The longest JSON value of a document that is read, in bytes; it may hold many records.
  static let valueLimit = 64 << 20

  private var source: any TextSource
  private var shape = Shape.lines
  private let path: String
  private var buffer: [UInt8] = []
  private var line: Int64 = 1
  private var byte: Int64 = 0
  private var hasMore = true
  private var isInArray = false
  private var isEmpty = false
  private var lastByte: UInt8 = 0
  private var rejects: [Problem] = []
  private var warnings: [Problem] = []

  init(_ source: any TextSource, path: String) { (self.source, self.path) = (source, path) }

  /// The first text of the file, up to about one chunk, without taking it.
  mutating func peek() throws(ReadError) -> [UInt8] {
    while hasMore && buffer.count < Self.chunkSize { hasMore = try source.read(into: &buffer) }
    return buffer
  }

  /// Takes text away from the front, such as a header or a preamble, and says how the records after it end.
  mutating func begin(_ shape: Shape, dropping count: Int = 0) {
    self.shape = shape
    drop(count)
    isEmpty = !hasMore && buffer.allSatisfy(JSONValueScanner.isSpace)
    guard case .values = shape else { return }
    if let first = buffer.firstIndex(where: { !JSONValueScanner.isSpace($0) }), buffer[first] == UInt8(ascii: "[") {
      isInArray = true
      drop(first + 1)
    }
    var scanner = JSONValueScanner()
    isEmpty = !hasMore && scanner.next(buffer.span) == nil
  }

  /// Takes what was found wrong so far outside of records.
  mutating func takeProblems() -> [Problem] {
    defer { warnings = [] }
    return source.takeProblems() + warnings
  }

  /// The next chunk, or nil at the end.
  mutating func next(size: Int = chunkSize) throws(ReadError) -> RecordChunk? {
    var goal = size
    while true {
      while hasMore && buffer.count < goal { hasMore = try source.read(into: &buffer) }
      let end = hasMore ? lastRecordEnd() : wholeEnd()
      if end > 0 { return take(end) }
      if !hasMore {
        rejectTail()
        if !rejects.isEmpty { return take(0) }
        finish()
        return nil
      }
      if buffer.count > limit { try skipLongRecord() }
      // Twice as much each time, so that the text is walked a bounded number of times.
      goal = max(size, buffer.count * 2)
    }
  }

  private var limit: Int { if case .values = shape { Self.valueLimit } else { Self.recordLimit } }

  private mutating func take(_ end: Int) -> RecordChunk {
    var whole: [UInt8] = []
    whole.reserveCapacity(buffer.capacity)
    whole += buffer[end...]
    swap(&whole, &buffer)
    whole.removeLast(buffer.count)
    let (firstLine, firstByte) = (line, byte)
    line += whole.countLineFeeds(in: 0..<end)
    byte += Int64(end)
    lastByte = whole.last { !JSONValueScanner.isSpace($0) } ?? lastByte
    defer { rejects = [] }
    return RecordChunk(whole, firstLine: firstLine, firstByte: firstByte, rejects: rejects)
  }

  private mutating func drop(_ count: Int) {
    line += buffer.countLineFeeds(in: 0..<count)
    byte += Int64(count)
    buffer.removeFirst(count)
  }

  /// One past the last byte of the last whole record in the buffer; 0 when there is none.
  private func lastRecordEnd() -> Int {
    switch shape {
    case .lines: return buffer.lastLineFeed().map { $0 + 1 } ?? 0
    case .rows(let delimiter):
      var rows = CSVRowReader(delimiter: delimiter, keepsCells: false)
      var end = 0
      while let row = rows.next(buffer.span), !row.isOpen, row.end < buffer.count { end = row.end }
      return end
    case .values:
      var scanner = JSONValueScanner()
      var end = 0
      while let value = scanner.next(buffer.span), !value.isOpen { end = value.range.upperBound }
      return end
    }
  }

  /// At the end of the file: all of the buffer, but for a last line that a cut file left unfinished.
  private func wholeEnd() -> Int {
    if source.isComplete || buffer.last == 0x0A { return buffer.count }
    if case .values = shape { return lastRecordEnd() }
    return buffer.lastLineFeed().map { $0 + 1 } ?? 0
  }

  /// Rejects what stands after the last whole record of a cut file.
  private mutating func rejectTail() {
    drop(buffer.firstIndex { !JSONValueScanner.isSpace($0) && $0 != UInt8(ascii: ",") } ?? buffer.count)
    if !buffer.isEmpty { reject("record-cut", "the file ends inside this record") }
    drop(buffer.count)
  }

  /// Warns, once, of a file without records and of an array that nothing closes.
  private mutating func finish() {
    if isEmpty { warn("empty-file", "the file is empty: it holds no records") }
    if isInArray && lastByte != UInt8(ascii: "]") {
      warn("json-unclosed", "the array of records is not closed; the file may have been cut")
    }
    (isEmpty, isInArray) = (false, false)
  }

  /// Notes something wrong at the place reached.
  mutating func warn(_ code: String, _ message: String) {
    let place = Location(file: path, line: isEmpty ? 0 : line, byte: byte)
    warnings.append(Problem(code: code, severity: .warning, location: place, message: message))
  }

  private mutating func reject(_ code: String, _ message: String) {
    rejects.append(
      Problem(
        code: code, severity: .rejected, location: Location(file: path, line: line, byte: byte), message: message,
        raw: Array(buffer.prefix(RecordBuilder.rawLimit))))
  }

  /// Passes over a record that is longer than the limit: up to the next line, or, in a document, to the end.
  private mutating func skipLongRecord() throws(ReadError) {
    if case .values = shape {
      reject("record-too-long", Self.tooLong(limit) + "; the rest of the document was left out")
      while hasMore {
        drop(buffer.count)
        hasMore = try source.read(into: &buffer)
      }
      return drop(buffer.count)
    }
    reject("record-too-long", Self.tooLong(limit))
    while true {
      if let end = buffer.firstLineFeed(in: 0..<buffer.count) { return drop(end + 1) }
      drop(buffer.count)
      guard hasMore else { return }
      hasMore = try source.read(into: &buffer)
    }
  }

  static func tooLong(_ limit: Int) -> String { "the record is longer than \(limit >> 20) MiB" }
}
