import Foundation

/// How much more often a word is used in one set of texts than in another.
///
/// The log-odds ratio with an informative Dirichlet prior of Monroe, Colaresi and Quinn, "Fightin' Words" (2008),
/// equations 15, 16, 18 and 22, with conversations as trials: the prior is worth ``priorWeight`` conversations that use
/// every word as often as both sets together.
public enum LogOdds {
  public static let priorWeight = 100.0

  /// The ratio divided by its standard deviation: above 0 where the word is used more now.
  ///
  /// - Parameters: conversations with the word, and all conversations, of both sets; the word is in one at least.
  public static func zScore(now: Int, of nowTotal: Int, before: Int, of beforeTotal: Int) -> Double {
    let pooled = Double(now + before) / Double(nowTotal + beforeTotal)
    let prior = priorWeight * pooled
    func logOdds(_ count: Int, _ total: Int) -> (value: Double, variance: Double) {
      let hits = Double(count) + prior
      let misses = Double(total) + priorWeight - hits
      return (log(hits / misses), 1 / hits)
    }
    let (a, b) = (logOdds(now, nowTotal), logOdds(before, beforeTotal))
    return (a.value - b.value) / (a.variance + b.variance).squareRoot()
  }
}
