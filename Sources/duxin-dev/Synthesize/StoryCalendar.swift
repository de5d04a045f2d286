import ChatModel

/// The four weeks that the chats tell of, and how their times fall.
enum StoryCalendar {
  /// Monday 2026-10-05.
  static let firstDay = CivilTime(year: 2026, month: 10, day: 5).dayNumber
  /// The end of the last day, in seconds since 1970 on the clock of the shops.
  static let end = (firstDay + 28) * 86_400
  /// Seconds that the clock of the shops (Asia/Shanghai) is ahead of UTC.
  static let offset: Int64 = 8 * 3600

  /// Hours in which chats begin, as often as they stand here: before noon, the afternoon, and most of all the evening.
  private static let hours = [
    8, 9, 9, 10, 10, 10, 11, 11, 12, 13, 13, 14, 14, 15, 15, 16, 16, 17, 18, 19, 19, 20, 20, 20, 21, 21, 21, 22,
  ]
  private static let nightHours = [0, 0, 1, 6, 23]
  /// Days of the week, from Monday = 0, as often as they stand here.
  private static let days = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6]
  /// How long an answer takes, in percent of what it takes in the middle.
  private static let paces = [25, 35, 45, 55, 65, 75, 85, 100, 100, 115, 130, 150, 180, 230, 320, 480]

  /// When a chat begins that lasts to the day `days` later, in the same week (1 to 4).
  static func start(week: Int, days length: Int, atNight: Bool, _ random: inout SeededRandom) -> Int64 {
    let day = random.pick(days.filter { $0 + length <= 6 })
    let hour = random.pick(atNight ? nightHours : hours)
    let seconds = hour * 3600 + random.number(0...(atNight && hour == 23 ? 1800 : 3599))
    return (firstDay + Int64((week - 1) * 7 + day)) * 86_400 + Int64(seconds)
  }

  /// A time of the day `days` after another.
  static func later(_ time: Int64, days: Int, _ random: inout SeededRandom) -> Int64 {
    (time / 86_400 + Int64(days)) * 86_400 + Int64(random.number(9 * 3600...20 * 3600))
  }

  /// A time at which people answer: itself, or the next morning when it falls into the night.
  static func awake(_ time: Int64, _ random: inout SeededRandom) -> Int64 {
    let second = time % 86_400
    if (8 * 3600...23 * 3600).contains(second) { return time }
    let morning = time - second + (second > 23 * 3600 ? 86_400 : 0) + 9 * 3600
    return morning + Int64(random.number(0...3000))
  }

  /// The week (1 to 4) of a time, or nil after the last.
  static func week(of time: Int64) -> Int? {
    let week = Int((time / 86_400 - firstDay) / 7) + 1
    return (1...4).contains(week) ? week : nil
  }

  /// Seconds until an answer that takes `middle` seconds in the middle.
  static func pause(middle: Int, _ random: inout SeededRandom) -> Int64 {
    Int64(max(1, middle * random.pick(paces) / 100))
  }

  /// `2026-10-05 10:03:22`.
  static func written(_ time: Int64) -> String {
    let civil = CivilTime(secondsSinceEpoch: time)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return
      "\(civil.year)-\(two(civil.month))-\(two(civil.day)) \(two(civil.hour)):\(two(civil.minute)):\(two(civil.second))"
  }

  /// A day as it is said in a chat.
  static func spoken(_ time: Int64, language: String) -> String {
    let civil = CivilTime(secondsSinceEpoch: time)
    if language == "zh" { return "\(civil.month)月\(civil.day)号" }
    return "\(months[civil.month - 1]) \(civil.day)"
  }

  private static let months = [
    "Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec",
  ]
}
