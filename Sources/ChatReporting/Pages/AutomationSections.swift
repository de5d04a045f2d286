import ChatInsight
import ChatModel

/// What a bot closed and could close, who came again, and what turned a bad feeling.
extension Reporter {
  private var repeats: Repeats { input.surroundings?.repeats ?? Repeats(summary.contacts) }

  var automationBlocks: [Block] {
    let routine = summary.automation.sorted {
      ($1.value.conversations, $0.key) < ($0.value.conversations, $1.key)
    }
    guard !routine.isEmpty else { return [.paragraph(say(.nothingSeen))] }
    let reopened = repeats.reopened
    let rows = routine.compactMap { name, counts -> [Column: Cell]? in
      guard let intent = Intent(name: name) else { return nil }
      let closed = max(0, counts.closedByBot - reopened[intent])
      return [
        .intent: cell(intent, "intent"), .code: .word(name), .conversations: .count(counts.conversations),
        .share: .share(Proportion(counts.conversations, of: whole.conversations)), .byBot: .count(counts.byBot),
        .closedByBot: .count(closed), .closedShare: .share(Proportion(closed, of: counts.byBot)),
        .reopened: .count(reopened[intent]), .potential: .count(counts.potential),
      ]
    }
    let table = Table(
      "automation",
      [.intent, .code, .conversations, .share, .byBot, .closedByBot, .closedShare, .reopened, .potential],
      sample: whole.conversations, shown: 10, rows: rows)
    return [.paragraph(say(.automationIntro)), .table(table)]
  }

  /// Who came again on the same matter.
  var returnBlocks: [Block] {
    let seen = summary.contacts.count
    guard seen > 0 else { return [.paragraph(say(.noReturns))] }
    let repeats = repeats
    return [
      .paragraph(
        say(
          .returns,
          [
            "seen": .count(seen, .conversation), "again": .count(repeats.again, .conversation),
            "share": .share(Proportion(repeats.again, of: seen)), "followed": .number(repeats.followed),
            "followedShare": .share(Proportion(repeats.followed, of: seen)),
            "withoutCustomer": .number(summary.withoutCustomer), "withoutTime": .number(summary.withoutTime),
          ]))
    ]
  }

  var turningBlocks: [Block] {
    guard summary.turned > 0 else { return [.paragraph(say(.noTurning))] }
    let rows = summary.turningActs.ranked.map { act, count -> [Column: Cell] in
      [
        .act: cell(act, "act"), .code: .word(act.name), .conversations: .count(count),
        .share: .share(Proportion(count, of: summary.turned)),
      ]
    }
    let table = Table(
      "turning_points", [.act, .code, .conversations, .share], sample: summary.turned, shown: 8, rows: rows)
    return [
      .paragraph(
        say(
          .turningIntro,
          ["turned": .count(summary.turned, .conversation), "negative": .count(whole.negative, .conversation)])),
      .table(table),
    ]
  }

  /// Which wishes were answered, least answered first among the frequent.
  var answeredBlocks: [Block] {
    let wishes = summary.intents.ranked.filter { $0.label.family != .talk }
    guard !wishes.isEmpty else { return [.paragraph(say(.nothingSeen))] }
    let rows = wishes.map { intent, count -> [Column: Cell] in
      let share = Proportion(summary.answeredWishes[intent], of: count)
      return [
        .intent: cell(intent, "intent"), .code: .word(intent.name), .conversations: .count(count),
        .answered: .share(share), .shareLow: .fraction(share.interval?.lowerBound),
        .shareHigh: .fraction(share.interval?.upperBound),
      ]
    }
    let columns: [Column] = [.intent, .code, .conversations, .answered, .shareLow, .shareHigh]
    return [
      .paragraph(say(.answeredIntro)),
      .table(Table("answered_wishes", columns, sample: whole.conversations, shown: 10, rows: rows)),
    ]
  }
}
