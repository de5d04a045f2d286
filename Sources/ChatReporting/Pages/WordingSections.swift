import ChatInsight

/// Wording that customers use more than before.
extension Reporter {
  var wordingBlocks: [Block] {
    guard input.period.kind != .undated, let surroundings = input.surroundings, surroundings.conversations > 0 else {
      return [.paragraph(say(.noBackground))]
    }
    var values: [String: Value] = ["background": .count(surroundings.conversations, .conversation)]
    if max(summary.wording.conversations, surroundings.conversations) > WordingSample.capacity {
      values["sampled"] = .number(WordingSample.capacity)
    }
    let phrases = surroundings.phrases
    guard !phrases.isEmpty else { return [.paragraph(say(.noNewWording, values))] }
    let rows = phrases.map { phrase -> [Column: Cell] in
      [
        .phrase: .foreign(phrase.text), .conversations: .count(phrase.change.now.count),
        .share: .share(phrase.change.now), .before: .share(phrase.change.before), .change: .change(phrase.change),
        .trend: .word(texts.word("trend", phrase.trend.rawValue)), .z: .decimal(phrase.zScore, places: 2),
        .quote: .foreign(phrase.quotes.first?.text ?? ""),
        .conversation: phrase.quotes.first.map { .reference($0) } ?? .word("–"),
      ]
    }
    let columns: [Column] = [
      .phrase, .conversations, .share, .before, .change, .trend, .z, .quote, .conversation,
    ]
    return [
      .paragraph(say(.newWordingIntro, values)),
      .table(Table("new_wording", columns, sample: summary.wording.entries.count, rows: rows)),
    ]
  }
}
