/// A date and time of day of the proleptic Gregorian calendar, without a zone.
///
/// Day arithmetic after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
public struct CivilTime: Hashable, Sendable {
  /// The calendar year; month from 1 to 12; day of the month from 1.
  public var year, month, day: Int
  /// Hour 0 to 23, minute and second 0 to 59.
  public var hour = 0, minute = 0, second = 0

  public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    (self.year, self.month, self.day) = (year, month, day)
    (self.hour, self.minute, self.second) = (hour, minute, second)
  }

  /// The civil time of a count of seconds since 1970-01-01T00:00:00 in the same (unnamed) zone.
  public init(secondsSinceEpoch seconds: Int64) {
    let days = seconds.flooredQuotient(86_400)
    let rest = Int(seconds - days * 86_400)
    self.init(dayNumber: days)
    (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
  }

  /// Midnight of a day counted from 1970-01-01 (= 0).
  public init(dayNumber: Int64) {
    let shifted = dayNumber + 719_468
    let era = shifted.flooredQuotient(146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01 (= 0) of this date.
  public var dayNumber: Int64 {
    let shiftedYear = Int64(month <= 2 ? year - 1 : year)
    let era = shiftedYear.flooredQuotient(400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Seconds since 1970-01-01T00:00:00 in the same (unnamed) zone.
  public var secondsSinceEpoch: Int64 {
    dayNumber * 86_400 + Int64(hour * 3600 + minute * 60 + second)
  }

  /// Whether the date exists and the time of day is within its bounds (no leap second).
  public var isValid: Bool {
    guard (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour) else { return false }
    guard (0...59).contains(minute), (0...59).contains(second) else { return false }
    let date = CivilTime(dayNumber: dayNumber)
    return date.month == month && date.day == day
  }
}

extension Int64 {
  fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
    self >= 0 ? self / divisor : (self - divisor + 1) / divisor
  }
}
