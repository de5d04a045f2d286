/// Cuts a chunk of CSV or TSV text into rows of cells (RFC 4180, UTF-8).
///
/// Leniency: a quote inside an unquoted cell is a character; a lone carriage return is one too. A row whose quoted cell
/// is never closed, or goes on after its closing quote, is malformed: it is charged to the line it opened on, and
/// reading resumes on the line after that. In a tab-separated file such a row is read again with quotes as characters,
/// because many tools write those files without quoting.
struct CSVRowReader {
  /// One row: its cells, or nil when it is malformed.
  struct Row {
    /// Byte offset of the row in the chunk, and of the row after it.
    var start, end: Int
    /// Line of the row relative to the chunk, from 0.
    var line: Int64
    var isMalformed = false
    /// Whether the text ended inside a quoted cell.
    var isOpen = false
  }

  let delimiter: UInt8
  private let keepsCells: Bool
  /// Unescaped bytes of the cells of the last row.
  private(set) var cellBytes: [UInt8] = []
  /// Ends of the cells in ``cellBytes``.
  private(set) var cellEnds: [Int] = []
  private var position = 0
  private var line: Int64 = 0

  /// - Parameter keepsCells: false when only the ends of rows are wanted.
  init(delimiter: UInt8, keepsCells: Bool = true) { (self.delimiter, self.keepsCells) = (delimiter, keepsCells) }

  /// How many cells the last row has.
  var count: Int { cellEnds.count }

  /// The range of a cell of the last row in ``cellBytes``.
  func cell(_ index: Int) -> Range<Int> { (index == 0 ? 0 : cellEnds[index - 1])..<cellEnds[index] }

  /// A cell of the last row as a String: for headers only.
  func string(_ index: Int) -> String { String(decoding: cellBytes[cell(index)], as: UTF8.self) }

  /// The next row of the text `bytes[..<count]`, or nil at its end; empty lines are passed over.
  mutating func next(_ bytes: Span<UInt8>) -> Row? {
    while position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D && isLineEnd(bytes, position) {
      if bytes[position] == 0x0A { line += 1 }
      position += 1
    }
    guard position < bytes.count else { return nil }
    cellBytes.removeAll(keepingCapacity: true)
    cellEnds.removeAll(keepingCapacity: true)
    let start = position
    let firstLine = line
    var readsQuotes = true
    var isOpen = false
    while true {
      let isQuoted = readsQuotes && position < bytes.count && bytes[position] == 0x22
      guard isQuoted ? quotedCell(bytes, limit: start + RecordSplitter.recordLimit) : plainCell(bytes) else {
        isOpen = position == bytes.count
        if delimiter == 0x09 {
          cellBytes.removeAll(keepingCapacity: true)
          cellEnds.removeAll(keepingCapacity: true)
          (position, line, readsQuotes) = (start, firstLine, false)
          continue
        }
        // Resume on the line after the one the row opened on.
        position = start
        while position < bytes.count && bytes[position] != 0x0A { position += 1 }
        line = firstLine
        return Row(start: start, end: position, line: firstLine, isMalformed: true, isOpen: isOpen)
      }
      cellEnds.append(cellBytes.count)
      guard position < bytes.count, bytes[position] == delimiter else { break }
      position += 1
    }
    return Row(start: start, end: position, line: firstLine, isOpen: isOpen)
  }

  /// Whether a carriage return belongs to the end of a line or of the text.
  private func isLineEnd(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    index + 1 >= bytes.count || bytes[index + 1] == 0x0A
  }

  private func endsCell(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    guard index < bytes.count else { return true }
    let byte = bytes[index]
    return byte == delimiter || byte == 0x0A || byte == 0x0D && isLineEnd(bytes, index)
  }

  private mutating func plainCell(_ bytes: Span<UInt8>) -> Bool {
    let start = position
    while !endsCell(bytes, position) { position += 1 }
    keep(bytes.extracting(start..<position))
    return true
  }

  /// A quoted cell, at its opening quote; false when it does not close properly before the limit.
  private mutating func quotedCell(_ bytes: Span<UInt8>, limit: Int) -> Bool {
    position += 1
    var start = position
    while position < bytes.count {
      if bytes[position] == 0x22 {
        keep(bytes.extracting(start..<position))
        position += 1
        guard position < bytes.count, bytes[position] == 0x22 else { return endsCell(bytes, position) }
        start = position
      } else if bytes[position] == 0x0A {
        line += 1
      }
      if position > limit { return false }
      position += 1
    }
    return false
  }

  private mutating func keep(_ part: Span<UInt8>) {
    if keepsCells { unsafe part.withUnsafeBufferPointer { unsafe cellBytes.append(contentsOf: $0) } }
  }
}
