import ChatInsight
import ChatModel
import Testing

@Suite struct BusinessHoursTests {
  /// 2026-11-06T00:00:00Z, a Friday.
  private static let friday: Int64 = 1_793_923_200

  private static func waits(_ hours: String, asked: Int64, answered: Int64, offset: Int = 0) -> Waits? {
    var customer = TaggedTurn(conversationID: "c", number: 0, speaker: .customer, text: "在吗")
    var agent = TaggedTurn(conversationID: "c", number: 1, speaker: .agent, text: "在的")
    customer.time = Timestamp(seconds: friday + asked)
    agent.time = Timestamp(seconds: friday + answered)
    guard let hours = BusinessHours(hours, offset: { _ in offset }) else { return nil }
    return ConversationFacts([customer, agent], FactSettings(hours: hours)).people
  }

  /// Hours, asked and answered in hours after Friday's midnight, the wait in hours.
  @Test(arguments: [
    ("09:00-18:00", 10.0, 11.0, 1.0, "inside the hours"),
    ("09:00-18:00", 8.0, 10.0, 1.0, "asked before the shop opened"),
    ("09:00-18:00", 17.0, 34.0, 2.0, "over night: an hour each side"),
    ("09:00-18:00", 19.0, 20.0, 0.0, "both after closing"),
    ("mon-fri 09:00-18:00", 17.0, 82.0, 2.0, "over the weekend, answered on Monday at ten"),
    ("fri 09:00-18:00", 0.0, 48.0, 9.0, "one day"),
    ("00:00-24:00", 0.0, 50.0, 50.0, "always open"),
  ])
  func openTimeCounts(_ hours: String, _ asked: Double, _ answered: Double, _ wait: Double, _ why: String) {
    let waits = Self.waits(hours, asked: Int64(asked * 3600), answered: Int64(answered * 3600))
    #expect(waits?.seconds == Int64(wait * 3600), "\(why)")
    #expect(waits?.first == Int64(wait * 3600), "\(why)")
  }

  @Test func hoursAreOnTheShopsClock() {
    // 01:00 to 02:00 in UTC is 09:00 to 10:00 in Shanghai.
    #expect(Self.waits("09:00-18:00", asked: 3600, answered: 7200)?.seconds == 0)
    #expect(Self.waits("09:00-18:00", asked: 3600, answered: 7200, offset: 28_800)?.seconds == 3600)
  }

  @Test(arguments: ["", "9-18", "18:00-09:00", "mon 9:00", "someday 09:00-18:00", "fri-mon 09:00-18:00", "25:00-26:00"])
  func whatIsNoHours(_ text: String) { #expect(BusinessHours(text, offset: { _ in 0 }) == nil) }
}
