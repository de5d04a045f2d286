/// A share: how many of how many.
public struct Proportion: Hashable, Sendable {
  /// How many, and of how many; `count` is at most `total`.
  public var count, total: Int

  public init(_ count: Int, of total: Int) { (self.count, self.total) = (count, total) }

  /// The share from 0 to 1, or nil when there was nothing to count.
  public var value: Double? { total > 0 ? Double(count) / Double(total) : nil }

  /// The 97.5 % point of the standard normal distribution: intervals are two-sided 95 %.
  static let z95 = 1.959963984540054

  /// Below this many conversations a figure is a hint, and the report says so.
  public static let smallSample = 20

  /// The 95 % score interval of Wilson (1927), or nil when there was nothing to count.
  public var interval: ClosedRange<Double>? {
    guard let p = value else { return nil }
    let n = Double(total)
    let z = Self.z95
    let spread = 1 + z * z / n
    let centre = (p + z * z / (2 * n)) / spread
    let half = z / spread * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    return max(0, centre - half)...min(1, centre + half)
  }
}
