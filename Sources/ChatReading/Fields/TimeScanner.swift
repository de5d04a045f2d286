/// A cursor over the bytes of a short text; holds a copy in place, since a span cannot be stored.
struct TimeScanner {
  private var bytes = [64 of UInt8](repeating: 0)
  private let count: Int
  var position = 0

  /// - Parameter text: what is longer than 64 bytes is no time and becomes empty.
  init(_ text: Span<UInt8>) {
    count = text.count <= 64 ? text.count : 0
    for index in 0..<count { bytes[index] = text[index] }
  }

  var isAtEnd: Bool { position == count }

  private func isDigit(_ index: Int) -> Bool { index < count && (0x30...0x39).contains(bytes[index]) }

  @discardableResult mutating func skipSpaces() -> Bool {
    let start = position
    while position < count && (bytes[position] == 0x20 || bytes[position] == 0x09) { position += 1 }
    return position > start
  }

  func countDigits() -> Int {
    var end = position
    while isDigit(end) { end += 1 }
    return end - position
  }

  /// A whole number of 1 to `width` digits.
  mutating func number(_ width: Int) -> Int? {
    let end = position + min(width, countDigits())
    guard end > position else { return nil }
    var value = 0
    while position < end {
      value = value * 10 + Int(bytes[position] - 0x30)
      position += 1
    }
    return value
  }

  /// Microseconds of a decimal fraction after `.` or `,`; more than six digits are cut.
  mutating func fraction() -> Int? {
    guard position < count, bytes[position] == 0x2E || bytes[position] == 0x2C else { return nil }
    position += 1
    let digits = countDigits()
    var micros = 0
    for place in 0..<6 { micros = micros * 10 + (place < digits ? Int(bytes[position + place] - 0x30) : 0) }
    position += digits
    return micros
  }

  /// Goes past one of the marks, if one is next.
  mutating func skip(oneOf marks: StaticString...) -> Bool {
    for mark in marks where starts(with: mark) {
      position += mark.utf8CodeUnitCount
      return true
    }
    return false
  }

  private func starts(with mark: StaticString) -> Bool {
    guard position + mark.utf8CodeUnitCount <= count else { return false }
    for index in 0..<mark.utf8CodeUnitCount {
      guard unsafe mark.utf8Start[index] == bytes[position + index] else { return false }
    }
    return true
  }

  /// ASCII letters, in lower case.
  mutating func word() -> String {
    var letters: [UInt8] = []
    while position < count, (0x61...0x7A).contains(bytes[position] | 0x20) {
      letters.append(bytes[position] | 0x20)
      position += 1
    }
    return String(decoding: letters, as: UTF8.self)
  }

  /// Seconds east of Greenwich: `Z`, `+08:00`, `+0800`, `+08`.
  mutating func zone() -> Int? {
    if skip(oneOf: "Z", "z", "UTC", "GMT") { return 0 }
    let start = position
    let sign = skip(oneOf: "+") ? 1 : skip(oneOf: "-") ? -1 : 0
    guard sign != 0, let hours = number(2), hours < 24 else {
      position = start
      return nil
    }
    _ = skip(oneOf: ":")
    let minutes = number(2) ?? 0
    return minutes < 60 ? sign * (hours * 3600 + minutes * 60) : nil
  }
}
