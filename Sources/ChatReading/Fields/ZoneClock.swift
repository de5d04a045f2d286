public import ChatModel
public import Foundation

/// The offsets of one time zone from UTC, as a table: no Foundation call per turn.
public struct ZoneClock: Sendable {
  /// The zone this clock shows.
  public let zone: TimeZone
  /// Seconds since 1970 from which an offset holds, ascending; the first is the beginning of time.
  private var starts: [Int64] = [.min]
  private var offsets: [Int]

  /// Tabulates the changes of a zone from 1970 to 2100.
  public init(_ zone: TimeZone) {
    self.zone = zone
    var moment = Date(timeIntervalSince1970: 0)
    let end = Date(timeIntervalSince1970: 4_102_444_800)
    offsets = [zone.secondsFromGMT(for: moment)]
    while let change = zone.nextDaylightSavingTimeTransition(after: moment), change < end, change > moment {
      starts.append(Int64(change.timeIntervalSince1970))
      offsets.append(zone.secondsFromGMT(for: change))
      moment = change
    }
  }

  /// The offset from UTC in seconds at a moment, positive east of Greenwich.
  public func offset(at time: Timestamp) -> Int {
    let seconds = time.seconds
    if seconds >= starts[starts.count - 1] { return offsets[starts.count - 1] }
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= seconds { low = middle } else { high = middle }
    }
    return offsets[low]
  }

  /// The moment of a civil time in this zone.
  ///
  /// A time that a clock shows twice (the fold in autumn) is the first of the two; one that it skips (the gap in
  /// spring) is read with the offset before the gap.
  public func moment(of civil: CivilTime) -> Timestamp {
    let local = civil.secondsSinceEpoch
    let before = offset(at: Timestamp(seconds: local - 86_400))
    let after = offset(at: Timestamp(seconds: local + 86_400))
    for candidate in [before, after] {
      let moment = Timestamp(seconds: local - Int64(candidate))
      if offset(at: moment) == candidate { return moment }
    }
    return Timestamp(seconds: local - Int64(before))
  }
}
