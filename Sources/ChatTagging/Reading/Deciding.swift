import ChatModel
import Foundation

/// From log-odds to labels with confidences.
extension ScoreBoard {
  /// At most this many intents or acts are given to a turn.
  private static let most = 3

  /// The likeliest intent, and every other that is likelier than not; small talk only where nothing is asked for.
  func intents() -> RankedLabels<Intent> {
    ranked(.intents) { intent, others in
      others.isEmpty || (intent.family != .talk && others[0].label.family != .talk)
    }
  }

  /// The likeliest act, and every other that is likelier than not.
  func acts() -> RankedLabels<Act> {
    ranked(.acts) { act, others in others.isEmpty || act != .other }
  }

  private func ranked<L: Label>(
    _ task: TaggingTask, where fits: (L, RankedLabels<L>) -> Bool
  ) -> RankedLabels<L> {
    var found = RankedLabels<L>()
    var taken: UInt64 = 0
    for _ in 0..<Self.most {
      var best = -1
      for code in 0..<task.labelCount where taken & 1 << UInt64(code) == 0 {
        if best < 0 || scores[task.firstLabel + code] > scores[task.firstLabel + best] { best = code }
      }
      guard best >= 0, let label = L(rawValue: UInt8(best)) else { break }
      let score = scores[task.firstLabel + best]
      guard found.isEmpty || score > 0 else { break }
      taken |= 1 << UInt64(best)
      if fits(label, found) { found.append(Scored(label, Self.logistic(score))) }
    }
    return found
  }

  /// The likeliest label of a task that gives exactly one, with its share of the likelihood of all.
  func strongest<L: Label>(of task: TaggingTask) -> Scored<L> {
    var best = 0
    var sum: Float = 0
    for code in 0..<task.labelCount {
      let score = scores[task.firstLabel + code]
      // Of two as likely, the later one: labels stand in rising order.
      if score >= scores[task.firstLabel + best] { best = code }
      sum += Self.exponential(score)
    }
    guard let label = L(rawValue: UInt8(best)) else { preconditionFailure("\(task.name) has no labels") }
    return Scored(label, Self.exponential(scores[task.firstLabel + best]) / sum)
  }

  /// 1 mild, 2 clear, 3 strong.
  func intensity() -> UInt8 {
    UInt8(max(1, min(3, scores[TaggingTask.intensity.firstLabel].rounded())))
  }

  static func logistic(_ score: Float) -> Float { 1 / (1 + exponential(-score)) }

  private static func exponential(_ value: Float) -> Float { exp(max(-30, min(30, value))) }
}

/// A rule that fired for a word: where the word stands, in scalars.
struct WordFiring {
  var rule: Int32
  var start, end: Int32
}

extension RuleReading {
  /// The rules that fired for words of the text read last.
  var wordFirings: [WordFiring] {
    board.firings.compactMap { firing in
      guard firing.hit >= 0 else { return nil }
      let hit = reading.hits[Int(firing.hit)]
      return WordFiring(rule: firing.rule, start: hit.start, end: hit.end)
    }
  }
}

extension ScoreBoard {
  /// The words that spoke for the tags given, in the order of the text.
  static func evidence(for tags: TurnTags, _ firings: [WordFiring], _ rules: RuleSet) -> [Evidence] {
    let given = labels(of: tags)
    var found: [Evidence] = []
    for firing in firings {
      let rule = rules.rules[Int(firing.rule)]
      for at in rule.gifts {
        let gift = rules.gifts[Int(at)]
        guard gift.weight > 0, given.contains(Int(gift.label)) else { continue }
        let name = rule.task.labels[Int(gift.label) - rule.task.firstLabel]
        let one = Evidence(label: name, start: Int(firing.start), end: Int(firing.end))
        if !found.contains(one) { found.append(one) }
      }
    }
    return found.sorted { ($0.start, $0.end, $0.label) < ($1.start, $1.end, $1.label) }
  }

  /// The labels that tags give, in the one row of all labels.
  static func labels(of tags: TurnTags) -> [Int] {
    switch tags {
    case .customer(let tags):
      tags.intents.array.map { TaggingTask.intents.firstLabel + Int($0.label.rawValue) } + [
        TaggingTask.emotion.firstLabel + Int(tags.emotion.label.rawValue),
        TaggingTask.price.firstLabel + Int(tags.price.label.rawValue),
        TaggingTask.purchase.firstLabel + Int(tags.purchase.label.rawValue),
      ]
    case .service(let tags):
      tags.acts.array.map { TaggingTask.acts.firstLabel + Int($0.label.rawValue) } + [
        TaggingTask.stage.firstLabel + Int(tags.stage.label.rawValue)
      ]
    case .none: []
    }
  }
}
