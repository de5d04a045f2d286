import ChatInsight
import Testing

/// Figures of an independent calculation, Python with statsmodels 0.14 on scipy.
///
///     from statsmodels.stats.proportion import proportion_confint, confint_proportions_2indep, proportions_ztest
///     from statsmodels.stats.multitest import multipletests
///     proportion_confint(k, n, method='wilson')
///     confint_proportions_2indep(k2, n2, k1, n1, method='newcomb', compare='diff')
///     proportions_ztest([k2, k1], [n2, n1])
///     multipletests(p, method='fdr_bh')
@Suite struct StatisticsTests {
  private static func isNear(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) < 1e-9 } ?? false }

  /// Count, total, lower, upper.
  @Test(arguments: [
    (0, 1, 0.000000000000, 0.793450685623), (1, 1, 0.206549314377, 1.000000000000),
    (0, 20, 0.000000000000, 0.161125158053), (3, 20, 0.052368745896, 0.360418864741),
    (10, 40, 0.141871186391, 0.401939614208), (53, 624, 0.065521167883, 0.109429780764),
    (999, 1000, 0.994357441402, 0.999823453629), (624, 624, 0.993881482711, 1.000000000000),
  ])
  func wilson(_ count: Int, _ total: Int, _ lower: Double, _ upper: Double) {
    let interval = Proportion(count, of: total).interval
    #expect(Self.isNear(interval?.lowerBound, lower))
    #expect(Self.isNear(interval?.upperBound, upper))
  }

  /// Count and total before, count and total now, lower and upper end of the difference, p-value.
  @Test(arguments: [
    (24, 625, 53, 624, 0.019991866677, 0.074017550605, 0.00062863825355),
    (0, 50, 6, 60, 0.010907536710, 0.201494647240, 0.0214671765627),
    (10, 100, 10, 100, -0.086802544775, 0.086802544775, 1),
    (41, 625, 24, 624, -0.052593851255, -0.002368753939, 0.0308449316628),
    (5, 20, 19, 21, 0.362480256557, 0.809049090073, 2.10239008207e-05),
    (300, 100_000, 420, 100_000, 0.000675897250, 0.001728514213, 7.45704732624e-06),
  ])
  func change(_ k1: Int, _ n1: Int, _ k2: Int, _ n2: Int, _ lower: Double, _ upper: Double, _ p: Double) {
    let change = Change(from: Proportion(k1, of: n1), to: Proportion(k2, of: n2))
    #expect(Self.isNear(change.interval?.lowerBound, lower))
    #expect(Self.isNear(change.interval?.upperBound, upper))
    #expect(Self.isNear(change.pValue, p))
  }

  @Test func nothingToCount() {
    let empty = Proportion(0, of: 0)
    #expect(empty.value == nil)
    #expect(empty.interval == nil)
    let change = Change(from: empty, to: Proportion(1, of: 30))
    #expect(change.difference == nil)
    #expect(change.pValue == nil)
    #expect(Trend.judge([change]) == [.unclear])
    #expect(Change(from: Proportion(0, of: 30), to: Proportion(0, of: 40)).pValue == 1, "no event, no difference")
  }

  @Test func correctionForMany() {
    let adjusted = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.55, 0.2, 0.04])
    let expected = [0.035, 0.056, 0.056, 0.035, 0.55, 0.233333333333, 0.056]
    #expect(zip(adjusted, expected).allSatisfy { Self.isNear($0, $1) })
    #expect(benjaminiHochberg([]).isEmpty)
  }

  @Test func trends() {
    func change(_ k1: Int, _ n1: Int, _ k2: Int, _ n2: Int) -> Change {
      Change(from: Proportion(k1, of: n1), to: Proportion(k2, of: n2))
    }
    #expect(Trend.judge([change(24, 625, 53, 624)]) == [.rising])
    #expect(Trend.judge([change(53, 624, 24, 625)]) == [.falling])
    #expect(Trend.judge([change(0, 100, 12, 100)]) == [.new])
    #expect(Trend.judge([change(10, 100, 12, 100)]) == [.steady])
    #expect(Trend.judge([change(0, 19, 15, 100)]) == [.unclear], "under 20 conversations before")
    #expect(Trend.judge([change(0, 100, 4, 100)]) == [.unclear], "under 5 cases in both")
    let weak = change(41, 625, 24, 624)
    #expect(Trend.judge([weak]) == [.falling], "p = 0.031 alone")
    let many = [weak] + [Change](repeating: change(50, 625, 50, 624), count: 9)
    #expect(Trend.judge(many).first == .steady, "p = 0.31 after correction for ten")
  }

  /// With no real change, a week-to-week comparison of ten problems says "rising" or "falling" in at most 5 % of weeks.
  @Test func falseAlarmsAreRare() {
    var random = SeededGenerator(state: 7)
    func sample(_ rate: Double, _ total: Int) -> Proportion {
      Proportion((0..<total).count { _ in Double.random(in: 0..<1, using: &random) < rate }, of: total)
    }
    let weeks = 400
    let alarms = (0..<weeks).count { _ in
      let changes = (1...10).map { Change(from: sample(0.02 * Double($0), 200), to: sample(0.02 * Double($0), 200)) }
      return Trend.judge(changes).contains { $0 == .rising || $0 == .falling || $0 == .new }
    }
    // 5 % of 400 is 20; three standard deviations of chance above that is 33.
    #expect(alarms <= 33, "\(alarms) false alarms in \(weeks) weeks")
    let found = (0..<100).count { _ in
      let steady = (1...9).map { Change(from: sample(0.02 * Double($0), 200), to: sample(0.02 * Double($0), 200)) }
      return Trend.judge([Change(from: sample(0.05, 200), to: sample(0.20, 200))] + steady)[0] == .rising
    }
    #expect(found >= 90, "a rise from 5 % to 20 % was seen in \(found) of 100 weeks")
  }
}
