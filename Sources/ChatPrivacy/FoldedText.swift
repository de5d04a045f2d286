/// A text as the detectors see it: one unit for each scalar, full-width forms as ASCII, zero-width characters left out.
///
/// Positions are unit indices from 0; ``bytes(_:)`` leads back to the text. Bytes that are no UTF-8 are units of their
/// own, so every byte belongs to a unit. Kept and filled again for each text: no allocation once it has grown.
struct FoldedText {
  private var units: [UInt32] = []
  /// First byte of each unit, and the end of the text.
  private var starts: [Int32] = []
  /// Whether an `@` was seen.
  private(set) var hasAt = false
  private(set) var count = 0

  /// The unit at a position; 0 before the first and after the last.
  subscript(index: Int) -> UInt32 { index >= 0 && index < count ? units[index] : 0 }

  /// The bytes that a range of units stands on.
  func bytes(_ range: Range<Int>) -> Range<Int> { Int(starts[range.lowerBound])..<Int(starts[range.upperBound]) }

  mutating func read(_ text: Span<UInt8>) {
    units.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    hasAt = false
    var index = 0
    units.reserveCapacity(text.count)
    starts.reserveCapacity(text.count + 1)
    while index < text.count {
      let (scalar, length) = decode(text, index)
      if !isZeroWidth(scalar) {
        let unit = foldWidth(scalar)
        if unit == .at { hasAt = true }
        units.append(unit)
        starts.append(Int32(index))
      }
      index += length
    }
    starts.append(Int32(text.count))
    count = units.count
  }
}

/// The scalar that begins at a byte and how many bytes it has; a byte that begins none is a scalar U+FFFD of its own.
@inline(__always)
func decode(_ text: Span<UInt8>, _ index: Int) -> (scalar: UInt32, length: Int) {
  let first = UInt32(text[index])
  if first < 0x80 { return (first, 1) }
  func next(_ offset: Int) -> UInt32? {
    guard index + offset < text.count, text[index + offset] & 0xC0 == 0x80 else { return nil }
    return UInt32(text[index + offset] & 0x3F)
  }
  if first >= 0xE0, first < 0xF0, let b = next(1), let c = next(2) { return ((first & 0x0F) << 12 | b << 6 | c, 3) }
  if first >= 0xC2, first < 0xE0, let b = next(1) { return ((first & 0x1F) << 6 | b, 2) }
  if first >= 0xF0, first < 0xF5, let b = next(1), let c = next(2), let d = next(3) {
    return ((first & 0x07) << 18 | b << 12 | c << 6 | d, 4)
  }
  return (0xFFFD, 1)
}

/// Full-width ASCII (U+FF01 to U+FF5E), the ideographic space and long dashes as ASCII; other scalars as they are.
@inline(__always)
func foldWidth(_ scalar: UInt32) -> UInt32 {
  switch scalar {
  case 0..<0x2010: scalar == 0xA0 ? .space : scalar
  case 0xFF01...0xFF5E: scalar - 0xFEE0
  case 0x3000: .space
  case 0x2010...0x2015, 0x2212: .dash
  default: scalar
  }
}

/// Soft hyphen, zero-width space and joiners, directional marks, word joiner and byte order mark.
@inline(__always)
func isZeroWidth(_ scalar: UInt32) -> Bool {
  guard scalar == 0xAD || scalar >= 0x200B else { return false }
  switch scalar {
  case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF: return true
  default: return false
  }
}

extension UInt32 {
  static let space: UInt32 = 0x20
  static let dash: UInt32 = 0x2D
  static let dot: UInt32 = 0x2E
  static let at: UInt32 = 0x40
  static let newline: UInt32 = 0x0A

  /// The unit of a character, such as `.of("?")`.
  static func of(_ scalar: Unicode.Scalar) -> UInt32 { scalar.value }

  var isASCII: Bool { self < 0x80 }
  var isDigit: Bool { self &- 0x30 < 10 }
  var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  var isUpper: Bool { self &- 0x41 < 26 }
  var isAlphanumeric: Bool { isDigit || isASCIILetter }
  /// CJK unified ideographs of the basic plane, extension A included.
  var isHan: Bool { self &- 0x4E00 < 0x5200 || self &- 0x3400 < 0x19C0 }
  /// ASCII letters in lower case; other units as they are.
  var lowercased: UInt32 { isUpper ? self | 0x20 : self }
  var uppercased: UInt32 { isASCIILetter ? self & ~0x20 : self }
}
