public import ChatInsight
public import ChatModel
public import ChatReporting

/// What chats show, by the day they began: what `duxin summarize` writes, `duxin merge` adds up and
/// `duxin report --summary` reads.
///
/// Merging is associative and commutative, and exact: the summaries of any parts of some chats are those of all of
/// them, as long as each conversation is whole in one part and all parts have one ``Origin``.
public struct DailySummaries: Mergeable, Hashable, Sendable, Codable {
  /// What must be the same for summaries to be added up.
  public struct Origin: Hashable, Sendable, Codable {
    /// The time zone that days are cut in, such as `Asia/Shanghai`.
    public var zone: String
    public var version: TaggerVersion
    /// A pseudonym of no one's, which tells whether customers were counted under the same key; empty when not masked.
    public var key: String
    /// The business hours that waits were measured in, as the user wrote them; nil: all time counts.
    public var hours: String?
    /// Below this confidence tags were counted as guesses.
    public var unsureBelow: Float

    public init(zone: String, version: TaggerVersion, key: String, hours: String?, unsureBelow: Float) {
      (self.zone, self.version, self.key, self.hours) = (zone, version, key, hours)
      self.unsureBelow = unsureBelow
    }
  }

  /// The version of the written form; another one is refused.
  public static let formatVersion = 2
  private var format = formatVersion

  /// nil: nothing was summarised yet.
  public var origin: Origin?
  public var coverage = Coverage()
  /// The first and the last moment of a turn.
  public var first, last: Timestamp?
  /// By the date of the first dated turn of its conversations, such as `2026-10-26`, in the zone of the origin.
  public var days: [String: Summary] = [:]
  /// Conversations without any time.
  public var undated = Summary()

  public init() {}

  /// The conversations that began on any of these days, counted since 1970-01-01.
  func summary(of numbers: ClosedRange<Int64>) -> Summary {
    var sum = Summary()
    for number in numbers { if let day = days[CivilTime(dayNumber: number).date] { sum.merge(day) } }
    return sum
  }

  public mutating func merge(_ other: Self) {
    origin = origin ?? other.origin
    coverage.merge(other.coverage)
    first = [first, other.first].compactMap { $0 }.min()
    last = [last, other.last].compactMap { $0 }.max()
    for (day, summary) in other.days { days[day, default: Summary()].merge(summary) }
    undated.merge(other.undated)
  }
}

extension Coverage: Mergeable {
  public mutating func merge(_ other: Self) {
    read += other.read
    stored += other.stored
    duplicates += other.duplicates
    rejected += other.rejected
    rejects.merge(other.rejects, uniquingKeysWith: +)
  }
}
