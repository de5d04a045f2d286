/// Finds where the JSON values of a document begin and end, without a look at what they hold.
///
/// Values may be parted by spaces, line ends, commas or nothing; a `]` outside of all values (the end of the array that
/// holds the records) parts them too. What lies between is validated later, value by value.
struct JSONValueScanner {
  /// One value found.
  struct Value {
    /// Its bytes in the text.
    var range: Range<Int>
    /// Whether the text ended before the value did.
    var isOpen: Bool
  }

  private var position = 0

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// The next value of the text, or nil when nothing but separators is left.
  mutating func next(_ bytes: Span<UInt8>) -> Value? {
    while position < bytes.count, Self.parts(bytes[position]) { position += 1 }
    guard position < bytes.count else { return nil }
    let start = position
    var depth = 0
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        guard skipString(bytes) else { return Value(range: start..<position, isOpen: true) }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        position += 1
      default:
        position += 1
        if depth == 0 { skipWord(bytes) }
      }
      if depth <= 0 { return Value(range: start..<position, isOpen: depth == 0 && isWord(bytes, start)) }
    }
    return Value(range: start..<position, isOpen: true)
  }

  /// Whether a value is a number or a word that reaches the end of the text and may go on.
  private func isWord(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    position == bytes.count && !"{[\"}]".utf8.contains(bytes[start])
  }

  private static func parts(_ byte: UInt8) -> Bool {
    isSpace(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]")
  }

  private mutating func skipWord(_ bytes: Span<UInt8>) {
    while position < bytes.count, !Self.parts(bytes[position]), !"{[\"".utf8.contains(bytes[position]) { position += 1 }
  }

  /// Goes past a string, at its opening quote; false when it does not end.
  private mutating func skipString(_ bytes: Span<UInt8>) -> Bool {
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") { return true }
    }
    position = min(position, bytes.count)
    return false
  }

  /// The text up to its last whole part, with everything that is open closed: what a long document begins with.
  static func closed(_ text: [UInt8]) -> [UInt8] {
    var open: [UInt8] = []
    var best: (end: Int, open: [UInt8]) = (0, [])
    var index = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\""):
        index += 1
        while index < text.count, text[index] != UInt8(ascii: "\"") {
          index += text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
      case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
      case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        _ = open.popLast()
        best = (index + 1, open)
      default: break
      }
      index += 1
    }
    return text[..<best.end] + best.open.reversed()
  }
}
