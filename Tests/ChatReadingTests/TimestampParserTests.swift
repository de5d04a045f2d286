import ChatModel
import Foundation
import Testing

@testable import ChatReading

@Suite struct TimestampParserTests {
  private static func parse(_ text: String, zone: String = "Asia/Shanghai") -> String {
    let clock = ZoneClock(TimeZone(identifier: zone)!)
    let moment = TimestampParser(clock).parse(Array(text.utf8).span)
    return moment.map { $0.rfc3339(offset: clock.offset(at: $0)) } ?? "-"
  }

  @Test(arguments: [
    ("2026-11-02T10:03:22+08:00", "2026-11-02T10:03:22+08:00"), ("2026-11-02T02:03:22Z", "2026-11-02T10:03:22+08:00"),
    ("2026-11-02T02:03:22.5Z", "2026-11-02T10:03:22.500+08:00"), ("2026-11-02 10:03:22", "2026-11-02T10:03:22+08:00"),
    ("2026/11/2 10:03", "2026-11-02T10:03:00+08:00"), ("2026.8.25", "2026-08-25T00:00:00+08:00"),
    ("2026年11月2日", "2026-11-02T00:00:00+08:00"), ("2026年11月2日 10时3分", "2026-11-02T10:03:00+08:00"),
    ("2026/11/2 下午3:05", "2026-11-02T15:05:00+08:00"), ("2026-11-02 12:05 AM", "2026-11-02T00:05:00+08:00"),
    ("20260825", "2026-08-25T00:00:00+08:00"), ("20260825103000", "2026-08-25T10:30:00+08:00"),
    ("1793585002", "2026-11-02T10:03:22+08:00"), ("1793585002123", "2026-11-02T10:03:22.123+08:00"),
    ("1793585002123456", "2026-11-02T10:03:22.123456+08:00"), ("1793585002.25", "2026-11-02T10:03:22.250+08:00"),
    ("Tue Oct 31 22:10:47 +0000 2017", "2017-11-01T06:10:47+08:00"),
    ("2026-02-30", "-"), ("2026-13-01", "-"), ("2026-11-02 25:00", "-"), ("2026-11-02 10:61", "-"), ("", "-"),
    ("yesterday", "-"), ("0", "-"), ("12", "-"), ("1026-11-02", "-"), ("2026-11-02x", "-"),
    ("99999999999999999999", "-"),
  ]) func forms(text: String, expected: String) { #expect(Self.parse(text) == expected, "\(text)") }

  @Test(arguments: [
    // New York: clocks skip 02:00 to 03:00 on 2026-03-08 and show 01:00 to 02:00 twice on 2026-11-01.
    ("2026-03-08 01:59", "2026-03-08T01:59:00-05:00"), ("2026-03-08 02:30", "2026-03-08T03:30:00-04:00"),
    ("2026-11-01 01:30", "2026-11-01T01:30:00-04:00"), ("2026-11-01 02:30", "2026-11-01T02:30:00-05:00"),
    ("2026-07-01 00:00", "2026-07-01T00:00:00-04:00"),
  ]) func summerTime(text: String, expected: String) { #expect(Self.parse(text, zone: "America/New_York") == expected) }

  @Test func wordsForDaysNeedTheDayOfTheExport() {
    let clock = ZoneClock(TimeZone(identifier: "Asia/Shanghai")!)
    let parser = TimestampParser(clock, today: CivilTime(year: 2026, month: 11, day: 2))
    for (text, expected) in [
      ("昨天 10:03", "2026-11-01T10:03:00+08:00"), ("今天 下午3:05", "2026-11-02T15:05:00+08:00"),
      ("前天", "2026-10-31T00:00:00+08:00"), ("yesterday 9:00", "2026-11-01T09:00:00+08:00"),
    ] {
      #expect(parser.parse(Array(text.utf8).span)?.rfc3339(offset: 28_800) == expected, "\(text)")
      #expect(Self.parse(text) == "-")
    }
  }
}
