public import ChatModel

/// When a shop answers: the same hours on some days of the week, in its zone.
public struct BusinessHours: Sendable {
  /// Days of the week, Monday = 1 to Sunday = 7.
  public var days: Set<Int>
  /// Minutes after midnight; `opens` is less than `closes`, which is at most 1440.
  public var opens, closes: Int
  /// The offset of the shop's zone from UTC at a moment, in seconds.
  public var offset: @Sendable (Timestamp) -> Int

  public init(days: Set<Int> = Set(1...7), opens: Int, closes: Int, offset: @escaping @Sendable (Timestamp) -> Int) {
    (self.days, self.opens, self.closes, self.offset) = (days, opens, closes, offset)
  }

  /// Reads `09:00-21:00` or `mon-fri 09:00-18:00`; nil when it is neither.
  public init?(_ text: String, offset: @escaping @Sendable (Timestamp) -> Int) {
    let parts = text.lowercased().split(separator: " ")
    guard let span = parts.last, parts.count <= 2 else { return nil }
    let ends = span.split(separator: "-").map(Self.minutes)
    guard ends.count == 2, let opens = ends[0], let closes = ends[1], opens < closes else { return nil }
    var days = Set(1...7)
    if parts.count == 2 {
      let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
      let bounds = parts[0].split(separator: "-").map { name in names.firstIndex { $0 == name } }
      guard let first = bounds.first ?? nil, let last = bounds.last ?? nil, bounds.count <= 2, first <= last else {
        return nil
      }
      days = Set(first + 1...last + 1)
    }
    self.init(days: days, opens: opens, closes: closes, offset: offset)
  }

  private static func minutes(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":").map { Int($0) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...24).contains(hour),
      (0...59).contains(minute), hour * 60 + minute <= 1440
    else { return nil }
    return hour * 60 + minute
  }

  /// The open time between two moments, in whole seconds, rounded down.
  func seconds(from start: Timestamp, to end: Timestamp) -> Int64 {
    let (from, to) = (local(start), local(end))
    guard from < to else { return 0 }
    var sum: Int64 = 0
    for day in from.floored(by: Self.day)...to.floored(by: Self.day) where days.contains(Self.weekday(day)) {
      let midnight = day * Self.day
      sum += max(0, min(to, midnight + Int64(closes) * Self.minute) - max(from, midnight + Int64(opens) * Self.minute))
    }
    return sum / 1_000_000
  }

  private static let minute: Int64 = 60_000_000
  private static let day: Int64 = 1440 * minute

  /// Microseconds since 1970-01-01T00:00 on the shop's own clock.
  private func local(_ time: Timestamp) -> Int64 { time.microseconds + Int64(offset(time)) * 1_000_000 }

  /// The day of the week of a day since 1970-01-01, a Thursday.
  private static func weekday(_ day: Int64) -> Int { Int(((day + 3) % 7 + 7) % 7) + 1 }
}

extension Int64 {
  fileprivate func floored(by divisor: Int64) -> Int64 { self >= 0 ? self / divisor : (self + 1) / divisor - 1 }
}

/// How facts are measured: the same for all conversations of a summary.
public struct FactSettings: Sendable {
  /// Waits count the open time only; nil: all time.
  public var hours: BusinessHours?
  /// Below this confidence a tag is counted as a guess; at one half it is as likely wrong as right.
  public var unsureBelow: Float = 0.5

  public init(hours: BusinessHours? = nil) { self.hours = hours }

  /// The wait between two moments, in whole seconds; nil when one is unknown or the clock ran backwards.
  func wait(from asked: Timestamp?, to answered: Timestamp?) -> Int64? {
    guard let asked, let answered, asked <= answered else { return nil }
    return hours?.seconds(from: asked, to: answered) ?? (answered.microseconds - asked.microseconds) / 1_000_000
  }
}
