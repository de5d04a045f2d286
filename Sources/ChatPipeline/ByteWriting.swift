/// Writing text into an array of UTF-8 bytes without a String for each piece.
extension [UInt8] {
  @inline(__always)
  mutating func append(_ text: StaticString) {
    unsafe append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  @inline(__always)
  mutating func append(text: String) { append(contentsOf: text.utf8) }

  /// A whole number in decimal digits.
  mutating func append(number: Int64) {
    if number >= 0 && number < 10 { append(UInt8(48 + number)) } else { append(text: String(number)) }
  }

  /// A confidence from 0 to 1 with two decimals, rounded half up, such as `0.97`.
  mutating func append(score: Float) {
    let hundredths = score.hundredths
    append(48 + hundredths / 100)
    append(46)
    append(48 + hundredths / 10 % 10)
    append(48 + hundredths % 10)
  }

  /// The inside of a JSON string: quotes, backslashes and control characters escaped (RFC 8259 section 7).
  package mutating func appendJSONEscaped(_ text: Span<UInt8>) {
    var plain = 0
    for index in text.indices where text[index] < 0x20 || text[index] == 0x22 || text[index] == 0x5C {
      append(text.extracting(plain..<index))
      append(0x5C)
      switch text[index] {
      case 0x0A: append(0x6E)
      case 0x0D: append(0x72)
      case 0x09: append(0x74)
      case 0x22, 0x5C: append(text[index])
      default:
        append("u00")
        append(hexDigit(text[index] >> 4))
        append(hexDigit(text[index] & 15))
      }
      plain = index + 1
    }
    append(text.extracting(plain..<text.count))
  }

  /// One CSV field (RFC 4180): quoted where it holds a quote, a comma or a line break.
  mutating func appendCSV(_ text: Span<UInt8>) {
    var needsQuotes = false
    for index in text.indices {
      let byte = text[index]
      if byte == 0x22 || byte == 0x2C || byte == 0x0A || byte == 0x0D { needsQuotes = true }
    }
    guard needsQuotes else { return append(text) }
    append(0x22)
    for index in text.indices {
      if text[index] == 0x22 { append(0x22) }
      append(text[index])
    }
    append(0x22)
  }

  /// Raw bytes.
  mutating func append(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

extension Float {
  /// A confidence from 0 to 1 in whole hundredths, rounded half up.
  var hundredths: UInt8 { UInt8(Swift.max(0, Swift.min(100, (self * 100).rounded()))) }
}

private func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
