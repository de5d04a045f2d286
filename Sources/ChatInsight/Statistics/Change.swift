import Foundation

/// The same share in two periods.
public struct Change: Hashable, Sendable {
  public var before, now: Proportion

  public init(from before: Proportion, to now: Proportion) { (self.before, self.now) = (before, now) }

  /// The share now minus the share before, from -1 to 1; nil when a period is empty.
  public var difference: Double? {
    guard let before = before.value, let now = now.value else { return nil }
    return now - before
  }

  /// The 95 % interval of the difference by the hybrid score method: Newcombe (1998), method 10.
  public var interval: ClosedRange<Double>? {
    guard let difference, let old = before.interval, let new = now.interval,
      let oldValue = before.value, let newValue = now.value
    else { return nil }
    let down = hypot(newValue - new.lowerBound, old.upperBound - oldValue)
    let up = hypot(new.upperBound - newValue, oldValue - old.lowerBound)
    return max(-1, difference - down)...min(1, difference + up)
  }

  /// Two-sided p-value of the pooled two-proportion z test; 1 where no difference can be seen, nil when a period is
  /// empty.
  public var pValue: Double? {
    guard let difference else { return nil }
    let pooled = Double(before.count + now.count) / Double(before.total + now.total)
    let variance = pooled * (1 - pooled) * (1 / Double(before.total) + 1 / Double(now.total))
    guard variance > 0 else { return 1 }
    return erfc(abs(difference) / (2 * variance).squareRoot())
  }

  /// Too few conversations, or too few that count, for any word on change.
  ///
  /// The z test needs some events: five in both periods together is the least that Cochran's rule lets pass.
  public var isTooSmall: Bool {
    min(before.total, now.total) < Proportion.smallSample || before.count + now.count < 5
  }
}

/// What a report says about a change.
public enum Trend: String, Hashable, Sendable, CaseIterable {
  /// Significantly more than before, when there was none.
  case new
  /// Significantly more than before.
  case rising
  /// Significantly less than before.
  case falling
  /// No change that chance could not explain.
  case steady
  /// Too few conversations to say.
  case unclear
}

extension Trend {
  /// The false discovery rate that the words "new", "rising" and "falling" are held to.
  public static let falseDiscoveryRate = 0.05

  /// Judges a family of changes together, by Benjamini and Hochberg (1995); in the order given.
  ///
  /// Changes that are too small for a test are left out of the family.
  public static func judge(_ changes: [Change]) -> [Trend] {
    let tested = changes.indices.filter { !changes[$0].isTooSmall }
    let adjusted = benjaminiHochberg(tested.map { changes[$0].pValue ?? 1 })
    var trends = [Trend](repeating: .unclear, count: changes.count)
    for (place, index) in tested.enumerated() {
      let change = changes[index]
      if adjusted[place] > falseDiscoveryRate {
        trends[index] = .steady
      } else if (change.difference ?? 0) < 0 {
        trends[index] = .falling
      } else {
        trends[index] = change.before.count == 0 ? .new : .rising
      }
    }
    return trends
  }
}

/// P-values adjusted for being many, by Benjamini and Hochberg (1995), in the order given.
public func benjaminiHochberg(_ pValues: [Double]) -> [Double] {
  let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
  var adjusted = [Double](repeating: 1, count: pValues.count)
  var smallest = 1.0
  for (rank, index) in order.enumerated().reversed() {
    smallest = min(smallest, pValues[index] * Double(pValues.count) / Double(rank + 1))
    adjusted[index] = smallest
  }
  return adjusted
}
