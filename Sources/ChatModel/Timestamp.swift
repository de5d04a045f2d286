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
    let local = CivilTime(secondsSinceEpoch: seconds + Int64(offset))
    let micros = microseconds - seconds * 1_000_000
    var text = "\(pad(local.year, 4))-\(pad(local.month, 2))-\(pad(local.day, 2))T\(pad(local.hour, 2))"
    text += ":\(pad(local.minute, 2)):\(pad(local.second, 2))"
    if micros != 0 { text += micros % 1000 == 0 ? ".\(pad(Int(micros / 1000), 3))" : ".\(pad(Int(micros), 6))" }
    let minutes = abs(offset) / 60
    text += offset == 0 ? "Z" : "\(offset < 0 ? "-" : "+")\(pad(minutes / 60, 2)):\(pad(minutes % 60, 2))"
    return text
  }
}

private func pad(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
