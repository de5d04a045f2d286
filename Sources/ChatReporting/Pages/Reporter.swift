import ChatInsight
import ChatModel

/// The shares that the sentences compare with the period before; their changes are judged together.
enum Headline: String, CaseIterable {
  case problems, negative, interested, caringForPrice, unresolved, unmetFeelings, repeats

  func share(_ tallies: Tallies) -> Proportion {
    let all = tallies.conversations
    return switch self {
    case .problems: Proportion(tallies.withProblem, of: all)
    case .negative: Proportion(tallies.negative, of: all)
    case .interested: Proportion(tallies.interested, of: all)
    case .caringForPrice: Proportion(tallies.price[.medium] + tallies.price[.high], of: all)
    case .unresolved: Proportion(tallies.count(.unresolved), of: all)
    case .unmetFeelings: Proportion(tallies.withUnmetFeeling, of: tallies.negative)
    case .repeats: Proportion(tallies.withRepeats, of: all)
    }
  }
}

/// Builds the pages of a report: the counts of a ``Summary`` put into sentences and tables.
struct Reporter {
  let input: ReportInput
  let texts: Texts

  var summary: Summary { input.summary }
  var whole: Tallies { input.summary.whole }
  /// The period before, where there is one with conversations in it.
  var previous: Summary? {
    guard input.period.kind != .undated, let previous = input.previous, previous.whole.conversations > 0 else {
      return nil
    }
    return previous
  }

  /// The overview and the pages of these audiences, in the order of the audiences.
  func pages(for audiences: [ReportAudience]) -> [Page] {
    let pages = ReportAudience.allCases.filter(audiences.contains).map { audience in
      guard whole.conversations > 0 else { return emptyPage(audience) }
      return switch audience {
      case .product: productPage
      case .marketing: marketingPage
      case .service: servicePage
      }
    }
    return [overview(of: pages)] + pages
  }

  private func emptyPage(_ audience: ReportAudience) -> Page {
    Page(
      name: audience.rawValue, title: title(.title, audience: audience), facts: facts,
      lead: [say(.noConversations)], sections: [])
  }

  // MARK: Words

  func name<L: Label>(_ label: L, _ group: String) -> Value { .word(texts.name(label, in: group)) }

  func cell<L: Label>(_ label: L, _ group: String) -> Cell { .word(texts.name(label, in: group)) }

  func cell(_ answer: Bool) -> Cell { .word(texts.word("mark", answer ? "yes" : "no")) }

  /// "This week", "the week before" and such, which most sentences need.
  var periodWords: [String: Value] {
    [
      "this": .word(texts.word("this", input.period.kind.rawValue)),
      "previous": .word(texts.word("previous", input.period.kind.rawValue)),
    ]
  }

  /// A sentence with the period words among its values.
  func say(_ say: Say, _ values: [String: Value] = [:]) -> Sentence {
    Sentence(say, periodWords.merging(values) { $1 })
  }

  /// The paragraph of a term at the end of a page.
  func terms(_ terms: Say...) -> Section { Section(.terms, [.list(terms.map { Sentence($0) })]) }

  // MARK: Change

  /// The change of a share of all conversations, or nil without a period before.
  func change(_ count: (Summary) -> Int) -> Change? {
    previous.map { before in
      Change(
        from: Proportion(count(before), of: before.whole.conversations),
        to: Proportion(count(summary), of: whole.conversations))
    }
  }

  /// A clause such as "last week 12.0%, a significant rise", or nothing without a period before.
  func against(_ headline: Headline) -> [String: Value] {
    guard let previous else { return [:] }
    let changes = Headline.allCases.map { Change(from: $0.share(previous.whole), to: $0.share(whole)) }
    let trends = Trend.judge(changes)
    guard let place = Headline.allCases.firstIndex(of: headline), changes[place].before.total > 0 else { return [:] }
    let verdict: Say =
      switch trends[place] {
      case .new, .rising: .verdictRising
      case .falling: .verdictFalling
      case .steady: .verdictSteady
      case .unclear: .verdictUnclear
      }
    return [
      "against": .clause(say(.against, ["before": .share(changes[place].before), "verdict": .clause(say(verdict))]))
    ]
  }

  /// The columns of a comparison, where there is a period before.
  var changeColumns: [Column] { previous == nil ? [] : [.before, .change, .changeLow, .changeHigh, .pValue, .trend] }

  /// The cells of comparisons that stand in one table and are judged together.
  func changeCells(_ changes: [Change?]) -> [[Column: Cell]] {
    let known = changes.compactMap(\.self)
    guard known.count == changes.count else { return changes.map { _ in [:] } }
    return zip(known, Trend.judge(known)).map { change, trend in
      [
        .before: .share(change.before), .change: .change(change),
        .changeLow: .decimal(change.interval.map { $0.lowerBound * 100 }, places: 1),
        .changeHigh: .decimal(change.interval.map { $0.upperBound * 100 }, places: 1),
        .pValue: .decimal(change.pValue, places: 4),
        .trend: .word(texts.word("trend", trend.rawValue)),
      ]
    }
  }

  // MARK: Tables

  static let shareColumns: [Column] = [.conversations, .share, .shareLow, .shareHigh]

  /// A count, its share and the interval of the share.
  func shareCells(_ share: Proportion) -> [Column: Cell] {
    [
      .conversations: .count(share.count), .share: .share(share), .shareLow: .fraction(share.interval?.lowerBound),
      .shareHigh: .fraction(share.interval?.upperBound),
    ]
  }

  /// A table of labels with their conversations, shares of all and changes, judged together.
  ///
  /// A label that was seen in neither period has no row.
  func labelTable<L: Label>(
    _ name: String, _ column: Column, _ group: String, _ labels: [L], shown: Int = 15,
    count: (Summary, L) -> Int, before: [Column] = [], after: [Column] = [],
    cells: (L) -> [Column: Cell] = { _ in [:] }
  ) -> Table {
    let labels = labels.filter { label in [summary, previous].contains { $0.map { count($0, label) > 0 } ?? false } }
    let changes = changeCells(labels.map { label in change { count($0, label) } })
    let rows = zip(labels, changes).map { label, change in
      shareCells(Proportion(count(summary, label), of: whole.conversations))
        .merging(change) { $1 }.merging(cells(label)) { $1 }
        .merging([column: cell(label, group), .code: .word(label.name)]) { $1 }
    }
    return Table(
      name, [column, .code] + before + Self.shareColumns + changeColumns + after, sample: whole.conversations,
      shown: shown, rows: rows)
  }

  /// A table of the largest groups, such as products, with what each is asked for.
  func groupTable(
    _ name: String, _ column: Column, _ groups: [String: Tallies], _ columns: [Column],
    label: (String) -> Cell = { .foreign($0) }, cells: (Tallies) -> [Column: Cell]
  ) -> Table {
    let ranked = groups.sorted { ($1.value.conversations, $0.key) < ($0.value.conversations, $1.key) }
    return Table(
      name, [column, .conversations] + columns, shown: 10,
      rows: ranked.map { key, tallies in
        cells(tallies).merging([column: label(key), .conversations: .count(tallies.conversations)]) { $1 }
      })
  }
}
