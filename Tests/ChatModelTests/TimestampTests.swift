import ChatModel
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    (0, 0, "1970-01-01T00:00:00Z"), (1_793_585_002, 28_800, "2026-11-02T10:03:22+08:00"),
    (-1, 0, "1969-12-31T23:59:59Z"), (951_782_400, -12_600, "2000-02-28T20:30:00-03:30"),
    (253_402_300_800, 0, "10000-01-01T00:00:00Z"), (-62_198_755_200, 0, "-0001-01-01T00:00:00Z"),
  ])
  func writesRFC3339(seconds: Int64, offset: Int, text: String) {
    #expect(Timestamp(seconds: seconds).rfc3339(offset: offset) == text)
  }

  @Test func writesAFractionOnlyWhereThereIsOne() {
    #expect(Timestamp(microseconds: 1_500_000).rfc3339(offset: 0) == "1970-01-01T00:00:01.500Z")
    #expect(Timestamp(microseconds: -1).rfc3339(offset: 0) == "1969-12-31T23:59:59.999999Z")
  }

  @Test func civilDaysRoundTripOverFourCenturies() {
    for day in stride(from: Int64(-200_000), through: 200_000, by: 13) {
      let date = CivilTime(dayNumber: day)
      #expect(date.dayNumber == day)
      #expect(date.isValid)
    }
  }

  @Test(arguments: [(2026, 2, 29), (2026, 13, 1), (2026, 0, 1), (2026, 4, 31), (1900, 2, 29)])
  func datesThatDoNotExistAreInvalid(year: Int, month: Int, day: Int) {
    #expect(!CivilTime(year: year, month: month, day: day).isValid)
  }
}
