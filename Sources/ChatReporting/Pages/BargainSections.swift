import ChatInsight
import ChatModel

/// What customers bargained about, what the shop did, and where it led.
extension Reporter {
  var bargainBlocks: [Block] {
    let bargaining = summary.bargaining
    guard bargaining.conversations > 0 else { return [.paragraph(say(.noBargains))] }
    let about = bargaining.about.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let subjects = about.map { key, count -> [Column: Cell] in
      [
        .bargain: term(.bargain, key), .code: .word(key), .conversations: .count(count),
        .share: .share(Proportion(count, of: bargaining.conversations)),
      ]
    }
    let replies = BargainReply.allCases.reversed().compactMap { reply -> [Column: Cell]? in
      guard let ends = bargaining.replies[reply.name] else { return nil }
      let lost = Proportion(ends[.missed], of: ends.total - ends[.none])
      return [
        .reply: cell(reply, "bargain_reply"), .code: .word(reply.name), .conversations: .count(ends.total),
        .promised: .count(ends[.promised]), .missed: .count(ends[.missed]), .open: .count(ends[.open]),
        .missedShare: .share(lost), .shareLow: .fraction(lost.interval?.lowerBound),
        .shareHigh: .fraction(lost.interval?.upperBound),
        .calm: .share(Proportion(bargaining.eased[reply], of: ends.total)),
      ]
    }
    return [
      .paragraph(say(.bargainIntro, ["conversations": .count(bargaining.conversations, .conversation)])),
      .table(
        Table(
          "bargained_about", [.bargain, .code, .conversations, .share], sample: bargaining.conversations,
          rows: subjects)),
      .paragraph(say(.bargainRepliesIntro)),
      .table(
        Table(
          "bargain_replies",
          [.reply, .code, .conversations, .promised, .missed, .open, .missedShare, .shareLow, .shareHigh, .calm],
          sample: bargaining.conversations, rows: replies)),
    ]
  }
}
