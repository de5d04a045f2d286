import ChatModel

/// How long a customer waited for one kind of answerer, people or bots.
///
/// A wait runs from the first message of the customer that nobody has answered to the next turn of an agent or a bot,
/// and belongs to who answers. Whole seconds, rounded down; with business hours the open time alone.
public struct Waits: Hashable, Sendable {
  /// Answers whose wait is known, and the sum of those waits in seconds.
  public var count = 0, seconds: Int64 = 0
  /// The wait for the first answer of this kind, in seconds; nil when there was none or it cannot be measured.
  public var first: Int64?
  /// The longest wait, in seconds.
  public var longest: Int64 = 0
  /// Answers whose wait cannot be measured: a time is missing, or the clock ran backwards.
  public var unmeasurable = 0

  /// The mean wait in seconds, or nil when none was measured.
  public var mean: Double? { count > 0 ? Double(seconds) / Double(count) : nil }

  /// Adds the answer to an exchange.
  ///
  /// - Parameter wait: in seconds; nil when it cannot be measured.
  mutating func add(_ wait: Int64?) {
    let isFirst = count + unmeasurable == 0
    guard let wait else {
      unmeasurable += 1
      return
    }
    count += 1
    seconds += wait
    longest = max(longest, wait)
    if isFirst { first = wait }
  }
}
