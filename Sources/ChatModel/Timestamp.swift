/// A moment: microseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable, Codable {
  /// Microseconds since 1970-01-01T00:00:00Z; may be negative.
  public var microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// A moment from whole seconds since 1970-01-01T00:00:00Z.
  public init(seconds: Int64) { microseconds = seconds * 1_000_000 }

  /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
  public var seconds: Int64 { microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000 }

  public static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }

  /// RFC 3339 text at an offset from UTC in seconds, such as `2026-11-02T10:03:22+08:00`.
  ///
  /// A fraction is written only where there is one (milliseconds, or microseconds when needed).
  public func rfc3339(offset: Int) -> String {
    var text: [UInt8] = []
    appendRFC3339(offset: offset, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends what ``rfc3339(offset:)`` says, without a String.
  public func appendRFC3339(offset: Int, to text: inout [UInt8]) {
    let local = CivilTime(secondsSinceEpoch: seconds + Int64(offset))
    let micros = Int(microseconds - seconds * 1_000_000)
    let minutes = abs(offset) / 60
    func append(_ mark: Unicode.Scalar, _ number: Int, _ width: Int) {
      text.append(UInt8(ascii: mark))
      append(number, width)
    }
    // Two digits at a time.
    func append(_ number: Int, _ width: Int) {
      if width > 2 || number > 99 { append(number / 100, width - 2) }
      let digits = UInt8(number % 100)
      if width > 1 || number > 9 { text.append(UInt8(ascii: "0") + digits / 10) }
      text.append(UInt8(ascii: "0") + digits % 10)
    }
    if local.year < 0 { text.append(UInt8(ascii: "-")) }
    append(abs(local.year), 4)
    append("-", local.month, 2)
    append("-", local.day, 2)
    append("T", local.hour, 2)
    append(":", local.minute, 2)
    append(":", local.second, 2)
    if micros % 1000 != 0 { append(".", micros, 6) } else if micros != 0 { append(".", micros / 1000, 3) }
    if offset == 0 {
      text.append(UInt8(ascii: "Z"))
    } else {
      append(offset < 0 ? "-" : "+", minutes / 60, 2)
      append(":", minutes % 60, 2)
    }
  }
}
