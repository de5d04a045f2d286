public import ChatModel

/// Reads the forms in which exports write a moment; a naive time is in the parser's zone.
///
/// RFC 3339 · `2026-11-02 10:03:22` · `2026/11/2 10:03` · `2026.8.25` · `2026年11月2日 10时3分` · `20260825` ·
/// `20260825103000` · epoch seconds, milliseconds, microseconds · `Tue Oct 31 22:10:47 +0000 2017` ·
/// with the day of the export known also `昨天 10:03`.
/// Years outside 1990 to 2100 and dates that do not exist are refused.
public struct TimestampParser: Sendable {
  private let clock: ZoneClock
  private let today: CivilTime?

  /// A parser for one zone.
  ///
  /// - Parameter today: the day that 今天, 昨天 and 前天 are counted from; nil when those are no known form.
  public init(_ clock: ZoneClock, today: CivilTime? = nil) { (self.clock, self.today) = (clock, today) }

  private static let years = 1990...2100
  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  /// The moment that a text names, or nil.
  public func parse(_ text: Span<UInt8>) -> Timestamp? {
    if let moment = common(text) { return moment }
    var scanner = TimeScanner(text)
    scanner.skipSpaces()
    if let day = relativeDay(&scanner) { return clockTime(of: day, &scanner) }
    let digits = scanner.countDigits()
    let moment: Timestamp?
    if digits == 0 {
      moment = twitter(&scanner)
    } else if digits == 4 {
      moment = calendar(&scanner)
    } else {
      moment = compact(&scanner, digits: digits)
    }
    scanner.skipSpaces()
    return scanner.isAtEnd ? moment : nil
  }

  /// A count since 1970 as a number: seconds, milliseconds or microseconds by magnitude.
  public func parse(epoch number: Int64) -> Timestamp? {
    for unit: Int64 in [1_000_000, 1000, 1] {
      let (micros, overflow) = number.multipliedReportingOverflow(by: unit)
      if overflow { continue }
      let moment = Timestamp(microseconds: micros)
      if Self.years.contains(CivilTime(secondsSinceEpoch: moment.seconds).year) { return moment }
    }
    return nil
  }

  /// Seconds since 1970 with a fraction.
  public func parse(epochSeconds number: Double) -> Timestamp? {
    guard number.isFinite, abs(number) < 1e17 else { return nil }
    if number == number.rounded() { return parse(epoch: Int64(number)) }
    let moment = Timestamp(microseconds: Int64((number * 1e6).rounded()))
    return Self.years.contains(CivilTime(secondsSinceEpoch: moment.seconds).year) ? moment : nil
  }

  /// The commonest form, `2026-11-02T10:03:22` with a space or a T and perhaps `Z` or `+08:00`, in a few steps; nil for
  /// all others, and for dates that do not exist.
  private func common(_ text: Span<UInt8>) -> Timestamp? {
    let marks = text.count >= 19 && text[4] == 0x2D && text[7] == 0x2D && text[13] == 0x3A && text[16] == 0x3A
    guard marks, text[10] == 0x54 || text[10] == 0x20 else { return nil }
    var areDigits = true
    func two(_ index: Int) -> Int {
      let (tens, ones) = (text[index] &- 0x30, text[index + 1] &- 0x30)
      areDigits = areDigits && tens <= 9 && ones <= 9
      return Int(tens) * 10 + Int(ones)
    }
    let civil = CivilTime(
      year: two(0) * 100 + two(2), month: two(5), day: two(8), hour: two(11), minute: two(14), second: two(17))
    guard areDigits, Self.years.contains(civil.year), civil.isValid else { return nil }
    switch text.count {
    case 19: return clock.moment(of: civil)
    case 20 where text[19] == 0x5A: return Timestamp(seconds: civil.secondsSinceEpoch)
    case 25 where text[22] == 0x3A && (text[19] == 0x2B || text[19] == 0x2D):
      let offset = two(20) * 3600 + two(23) * 60
      guard areDigits, offset < 86_400, text[23] < 0x36 else { return nil }
      return Timestamp(seconds: civil.secondsSinceEpoch - Int64(text[19] == 0x2B ? offset : -offset))
    default: return nil
    }
  }

  /// `20260825`, `20260825103000`, or a count since 1970.
  private func compact(_ scanner: inout TimeScanner, digits: Int) -> Timestamp? {
    guard digits <= 17 else { return nil }
    let start = scanner.position
    if digits == 8 || digits == 14 {
      let year = scanner.number(4) ?? 0
      var civil = CivilTime(year: year, month: scanner.number(2) ?? 0, day: scanner.number(2) ?? 0)
      if digits == 14 {
        (civil.hour, civil.minute) = (scanner.number(2) ?? 0, scanner.number(2) ?? 0)
        civil.second = scanner.number(2) ?? 0
      }
      if civil.isValid && Self.years.contains(year) { return clock.moment(of: civil) }
      scanner.position = start
    }
    guard let number = scanner.number(digits) else { return nil }
    guard let micros = scanner.fraction() else { return parse(epoch: Int64(number)) }
    guard let whole = parse(epoch: Int64(number)), digits <= 11 else { return nil }
    return Timestamp(microseconds: whole.microseconds + Int64(micros))
  }

  /// Year first, any of `-` `/` `.` `年月日` between, then perhaps a time and a zone.
  private func calendar(_ scanner: inout TimeScanner) -> Timestamp? {
    guard let year = scanner.number(4), Self.years.contains(year) else { return nil }
    guard scanner.skip(oneOf: "-", "/", ".", "年"), let month = scanner.number(2) else { return nil }
    guard scanner.skip(oneOf: "-", "/", ".", "月"), let day = scanner.number(2) else { return nil }
    _ = scanner.skip(oneOf: "日", "号")
    return clockTime(of: CivilTime(year: year, month: month, day: day), &scanner)
  }

  /// The day that a word such as 昨天 names.
  private func relativeDay(_ scanner: inout TimeScanner) -> CivilTime? {
    guard let today else { return nil }
    let back: Int64? =
      scanner.skip(oneOf: "今天", "today")
      ? 0
      : scanner.skip(oneOf: "昨天", "yesterday") ? 1 : scanner.skip(oneOf: "前天") ? 2 : nil
    return back.map { CivilTime(dayNumber: today.dayNumber - $0) }
  }

  /// After a date: nothing, or a time of day and perhaps a zone.
  private func clockTime(of day: CivilTime, _ scanner: inout TimeScanner) -> Timestamp? {
    var civil = day
    guard scanner.skip(oneOf: "T", "t") || scanner.skipSpaces() || !scanner.isAtEnd else {
      return civil.isValid ? clock.moment(of: civil) : nil
    }
    if scanner.isAtEnd { return civil.isValid ? clock.moment(of: civil) : nil }
    let isAfternoon = scanner.skip(oneOf: "下午", "晚上", "PM ", "pm ")
    let isMorning = !isAfternoon && scanner.skip(oneOf: "上午", "凌晨", "AM ", "am ")
    scanner.skipSpaces()
    guard let hour = scanner.number(2), scanner.skip(oneOf: ":", "时", "点") else { return nil }
    civil.hour = hour
    civil.minute = scanner.number(2) ?? (scanner.isAtEnd ? 0 : 60)
    _ = scanner.skip(oneOf: "分")
    var micros = 0
    if scanner.skip(oneOf: ":") || scanner.countDigits() > 0 {
      guard let second = scanner.number(2) else { return nil }
      // A leap second is read as the last second of its minute.
      civil.second = second == 60 ? 59 : second
      micros = scanner.fraction() ?? 0
    }
    _ = scanner.skip(oneOf: "秒")
    scanner.skipSpaces()
    let isLatePM = scanner.skip(oneOf: "PM", "pm")
    if (isAfternoon || isLatePM) && civil.hour < 12 { civil.hour += 12 }
    if (isMorning || (!isLatePM && scanner.skip(oneOf: "AM", "am"))) && civil.hour == 12 { civil.hour = 0 }
    guard civil.isValid else { return nil }
    let moment =
      scanner.zone().map { Timestamp(seconds: civil.secondsSinceEpoch - Int64($0)) } ?? clock.moment(of: civil)
    return Timestamp(microseconds: moment.microseconds + Int64(micros))
  }

  /// `Tue Oct 31 22:10:47 +0000 2017`.
  private func twitter(_ scanner: inout TimeScanner) -> Timestamp? {
    _ = scanner.word()
    scanner.skipSpaces()
    guard let month = Self.months.firstIndex(of: scanner.word()) else { return nil }
    scanner.skipSpaces()
    guard let day = scanner.number(2), scanner.skipSpaces(), let hour = scanner.number(2), scanner.skip(oneOf: ":"),
      let minute = scanner.number(2), scanner.skip(oneOf: ":"), let second = scanner.number(2), scanner.skipSpaces(),
      let zone = scanner.zone(), scanner.skipSpaces(), let year = scanner.number(4), Self.years.contains(year)
    else { return nil }
    let civil = CivilTime(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
    return civil.isValid ? Timestamp(seconds: civil.secondsSinceEpoch - Int64(zone)) : nil
  }
}
