public import ChatModel
public import ChatReading

/// A stretch of whole days that a report is about, in the zone of a clock.
public struct Period: Hashable, Sendable {
  /// The kinds of periods a user can ask for.
  public enum Kind: String, Sendable, CaseIterable {
    case day
    /// Monday to Sunday (ISO 8601).
    case week
    case month
    /// Any first and last day.
    case custom
  }

  public var kind: Kind
  /// First and last day, as days since 1970-01-01 (= 0); both belong to the period.
  public var firstDay, lastDay: Int64

  public init(kind: Kind, firstDay: Int64, lastDay: Int64) {
    (self.kind, self.firstDay, self.lastDay) = (kind, firstDay, lastDay)
  }

  /// The period of a kind that holds a day.
  public init(_ kind: Kind, holding day: Int64) {
    switch kind {
    case .day, .custom: self.init(kind: kind, firstDay: day, lastDay: day)
    case .week:
      // 1970-01-01 was a Thursday.
      let monday = day - ((day + 3) % 7 + 7) % 7
      self.init(kind: kind, firstDay: monday, lastDay: monday + 6)
    case .month:
      let date = CivilTime(dayNumber: day)
      let first = CivilTime(year: date.year, month: date.month, day: 1)
      let isDecember = date.month == 12
      let next = CivilTime(year: date.year + (isDecember ? 1 : 0), month: isDecember ? 1 : date.month + 1, day: 1)
      self.init(kind: kind, firstDay: first.dayNumber, lastDay: next.dayNumber - 1)
    }
  }

  /// The newest period of a kind that the data fill, or else the one that the last turn is in.
  ///
  /// - Parameters:
  ///   - first: the day of the first turn in the data.
  ///   - last: the day of the last turn in the data, or an earlier day the user asked for as the end.
  public static func newestWhole(_ kind: Kind, first: Int64, last: Int64) -> Period {
    let newest = Period(kind, holding: last)
    if newest.lastDay <= last { return newest }
    let before = newest.previous
    return before.firstDay >= first ? before : newest
  }

  /// The period of the same kind just before this one; a custom one has as many days.
  public var previous: Period {
    if kind == .custom {
      return Period(kind: kind, firstDay: firstDay - (lastDay - firstDay + 1), lastDay: firstDay - 1)
    }
    return Period(kind, holding: firstDay - 1)
  }

  /// Its days, each as a period.
  var days: [Period] { (firstDay...lastDay).map { Period(kind: .day, firstDay: $0, lastDay: $0) } }

  /// The moments of the period: from its first midnight to the midnight after it.
  public func range(_ clock: ZoneClock) -> Range<Timestamp> {
    clock.moment(of: CivilTime(dayNumber: firstDay))..<clock.moment(of: CivilTime(dayNumber: lastDay + 1))
  }

  /// A short name that sorts by time: `2026-W44`, `2026-10`, `2026-10-26`, `2026-10-26_2026-11-01`.
  public var name: String {
    let (first, last) = (CivilTime(dayNumber: firstDay), CivilTime(dayNumber: lastDay))
    switch kind {
    case .day: return first.date
    case .month: return String(first.date.prefix(7))
    case .custom: return "\(first.date)_\(last.date)"
    case .week:
      // The ISO year of a week is that of its Thursday.
      let thursday = CivilTime(dayNumber: firstDay + 3)
      let week = (thursday.dayNumber - CivilTime(year: thursday.year, month: 1, day: 1).dayNumber) / 7 + 1
      return "\(thursday.year)-W\(week < 10 ? "0" : "")\(week)"
    }
  }
}

extension CivilTime {
  /// The date as `2026-10-26`.
  public var date: String {
    "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }
}

extension ZoneClock {
  /// The day of a moment in this zone, as days since 1970-01-01 (= 0).
  public func day(of time: Timestamp) -> Int64 {
    CivilTime(secondsSinceEpoch: time.seconds + Int64(offset(at: time))).dayNumber
  }
}
