import ChatInsight
import ChatModel

/// The first screen of every page: title, period, scope and coverage.
extension Reporter {
  /// `2026-11-02`.
  static func day(_ date: CivilTime) -> String {
    let month = date.month < 10 ? "0\(date.month)" : "\(date.month)"
    return "\(date.year)-\(month)-\(date.day < 10 ? "0\(date.day)" : "\(date.day)")"
  }

  func days(_ period: ReportPeriod) -> Value {
    guard let first = period.first, let last = period.last else { return .clause(say(.noDays)) }
    return first == last
      ? .clause(say(.oneDay, ["day": .word(Self.day(first))]))
      : .clause(say(.days, ["first": .word(Self.day(first)), "last": .word(Self.day(last))]))
  }

  func title(_ title: Say, audience: ReportAudience? = nil) -> Sentence {
    let kind = texts.word("kind", input.period.kind.rawValue)
    let reader = audience.map { texts.word("audience", $0.rawValue) } ?? ""
    return say(title, ["audience": .word(reader), "kind": .word(kind), "days": days(input.period)])
  }

  /// Period, scope, coverage: what a reader must know before any figure.
  var facts: [Sentence] {
    var facts: [Sentence] = []
    if input.period.kind == .undated {
      facts.append(say(.undatedPeriod))
    } else if previous != nil, let before = input.previousPeriod {
      facts.append(
        say(
          .periodCompared, ["days": days(input.period), "before": days(before), "zone": .foreign(input.zone)]))
    } else {
      facts.append(say(.period, ["days": days(input.period), "zone": .foreign(input.zone)]))
    }
    var scope: [String: Value] = ["conversations": .count(whole.conversations, .conversation)]
    if summary.customers.count > 0 { scope["customers"] = .count(summary.customers.count, .customer) }
    if let shop = input.shop {
      facts.append(say(.scopeShop, scope.merging(["shop": .foreign(shop)]) { $1 }))
    } else {
      facts.append(say(.scopeAll, scope))
    }
    return facts + [readLine, analysedLine] + unsureLine
  }

  private var readLine: Sentence {
    let coverage = input.coverage
    var values: [String: Value] = [
      "read": .count(coverage.read, .record), "stored": .number(coverage.stored),
      "duplicates": .number(coverage.duplicates), "rejected": .number(coverage.rejected),
    ]
    if coverage.rejected > 0, !coverage.rejects.isEmpty {
      let reasons = coverage.rejects.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
      values["rejects"] = .clause(
        say(
          .rejects,
          ["reasons": .list(reasons.map { code, count in part(.word("`\(code)`"), .number(count)) })]))
    }
    return say(.read, values)
  }

  /// What of the period's turns was not analysed, and why.
  private var analysedLine: Sentence {
    let system = summary.turns[.system]
    let skipped = summary.untagged.total + system
    let total = summary.turns.total
    guard skipped > 0 else { return say(.analysed, ["turns": .count(total, .turn)]) }
    var reasons = summary.untagged.ranked.map { part(name($0.label, "message"), .number($0.count)) }
    if system > 0 { reasons.append(part(name(Speaker.system, "speaker"), .number(system))) }
    return say(
      .notAnalysed,
      [
        "turns": .count(total, .turn), "skipped": .number(skipped), "share": .share(Proportion(skipped, of: total)),
        "reasons": .list(reasons),
      ])
  }

  /// How many of the analysed turns have tags that are guesses.
  private var unsureLine: [Sentence] {
    let certainty = summary.certainty
    guard certainty.tagged.total > 0 else { return [] }
    return [
      say(
        .unsure,
        [
          "tagged": .count(certainty.tagged.total, .turn), "unsure": .number(certainty.unsure.total),
          "share": .share(Proportion(certainty.unsure.total, of: certainty.tagged.total)), "least": least,
        ])
    ]
  }

  /// The confidence below which a tag is a guess, in percent.
  private var least: Value { .number(Int((input.unsureBelow * 100).rounded())) }

  /// A part of a list: a name and its figure.
  func part(_ name: Value, _ figure: Value) -> Value { .clause(Sentence(.part, ["name": name, "figure": figure])) }

  /// The overview: the sentences that matter most to anybody, the coverage in full, and the way to the pages.
  func overview(of pages: [Page]) -> Page {
    let links = zip(
      pages, ReportAudience.allCases.filter { audience in pages.contains { $0.name == audience.rawValue } }
    )
    .map { page, audience in
      Sentence(.pageLink, ["name": .word(texts.word("audience", audience.rawValue)), "file": .word(page.name + ".md")])
    }
    // The first sentence of each page, then the second of each, up to five.
    let lead = (0..<5).flatMap { place in pages.compactMap { place < $0.lead.count ? $0.lead[place] : nil } }.prefix(5)
    let shops: [Section] = summary.shops.count > 1 ? [Section(.shops, shopBlocks)] : []
    return Page(
      name: "README", title: title(.overviewTitle), facts: facts,
      lead: whole.conversations > 0 ? Array(lead) : [say(.noConversations)],
      sections: [Section(.pages, [.list(links)]), Section(.headlines, headlineBlocks)] + dayBlocks + shops + [
        Section(
          .coverage, [.paragraph(say(.coverageIntro)), .table(coverageTable)] + certaintyBlocks + [.paragraph(tagger)])
      ])
  }

  /// The shares that the sentences speak of, side by side.
  private var headlineBlocks: [Block] {
    guard whole.conversations > 0 else { return [.paragraph(say(.noConversations))] }
    let changes = Headline.allCases.map { headline in
      previous.map { Change(from: headline.share($0.whole), to: headline.share(whole)) }
    }
    let rows = zip(Headline.allCases, changeCells(changes)).map { headline, change in
      shareCells(headline.share(whole)).merging(change) { $1 }.merging([
        .measure: .word(texts.word("headline", headline.rawValue)), .code: .word(headline.rawValue),
      ]) { $1 }
    }
    let table = Table(
      "headlines", [.measure, .code] + Self.shareColumns + changeColumns, sample: whole.conversations, rows: rows)
    return [.paragraph(say(.headlinesIntro)), .table(table)]
  }

  /// The days, newest first, where there are several and they are known.
  private var dayBlocks: [Section] {
    let first = input.period.first?.dayNumber ?? 0
    let days = input.days.filter { previous != nil || $0.date.dayNumber >= first }
    guard days.count > 2 else { return [] }
    let rows = days.reversed().map { day -> [Column: Cell] in
      [
        .day: .word(Self.day(day.date)), .code: .word(day.date.dayNumber >= first ? "now" : "before"),
        .conversations: .count(day.tallies.conversations), .withProblem: .share(Headline.problems.share(day.tallies)),
        .negative: .share(Headline.negative.share(day.tallies)),
        .interested: .share(Headline.interested.share(day.tallies)),
        .unresolved: .share(Headline.unresolved.share(day.tallies)),
      ]
    }
    let columns: [Column] = [.day, .code, .conversations, .withProblem, .negative, .interested, .unresolved]
    return [
      Section(.days, [.paragraph(say(.daysIntro)), .table(Table("days", columns, shown: 7, rows: rows))])
    ]
  }

  private var shopBlocks: [Block] {
    let table = groupTable(
      "shops", .shop, summary.shops, [.withProblem, .unresolved, .interested, .priceHigh, .repeaterShare]
    ) { tallies in
      [
        .withProblem: .share(Headline.problems.share(tallies)), .unresolved: .share(Headline.unresolved.share(tallies)),
        .interested: .share(Headline.interested.share(tallies)),
        .priceHigh: .share(Proportion(tallies.price[.high], of: tallies.conversations)),
        .repeaterShare: .share(Proportion(tallies.stages[.repeater], of: tallies.stagedAnswers)),
      ]
    }
    return [.table(table)] + smallRows(Array(summary.shops.values))
  }

  private var tagger: Sentence {
    say(.tagger, ["rules": .foreign(input.version.rules), "model": .foreign(input.version.model)])
  }

  private var certaintyBlocks: [Block] {
    let certainty = summary.certainty
    guard certainty.tagged.total > 0 else { return [] }
    func row(_ name: Cell, _ code: String, _ unsure: Int, of tagged: Int) -> [Column: Cell] {
      [
        .item: name, .code: .word(code), .turns: .count(tagged), .unsure: .count(unsure),
        .share: .share(Proportion(unsure, of: tagged)),
      ]
    }
    let speakers = [Speaker.customer, .agent, .bot].filter { certainty.tagged[$0] > 0 }.map { speaker in
      row(cell(speaker, "speaker"), speaker.name, certainty.unsure[speaker], of: certainty.tagged[speaker])
    }
    let fields = TagField.allCases.map { field in
      let speakers: [Speaker] = [.acts, .serviceStage].contains(field) ? [.agent, .bot] : [.customer]
      return (field, speakers.reduce(0) { $0 + certainty.tagged[$1] })
    }.filter { $0.1 > 0 }.map { field, tagged in
      row(cell(field, "field"), field.name, certainty.fields[field], of: tagged)
    }
    let all = row(
      .word(texts.word("mark", "all")), "all", certainty.unsure.total, of: certainty.tagged.total)
    let rows = [all] + speakers + fields
    return [
      .paragraph(say(.certaintyIntro, ["least": least])),
      .table(Table("certainty", [.item, .code, .turns, .unsure, .share], rows: rows)),
    ]
  }

  private var coverageTable: Table {
    let coverage = input.coverage
    var rows: [[Column: Cell]] = [
      ("read", coverage.read), ("stored", coverage.stored), ("duplicates", coverage.duplicates),
      ("rejected", coverage.rejected),
    ].map { item, count in
      [.item: .word(texts.word("coverage", item)), .code: .word(item), .records: .count(count)]
    }
    for (code, count) in coverage.rejects.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      rows.append([
        .item: .word("\(texts.word("coverage", "rejected_because"))`\(code)`"), .code: .word(code),
        .records: .count(count),
      ])
    }
    return Table("coverage", [.item, .code, .records], rows: rows)
  }
}
