import ChatInsight
import ChatModel

/// The page for a product manager: what hurts, on what, how badly, and what changed.
extension Reporter {
  var productPage: Page {
    Page(
      name: ReportAudience.product.rawValue, title: title(.title, audience: .product), facts: facts,
      lead: productLead,
      sections: [
        Section(.pains, painBlocks), Section(.voices, voiceBlocks), Section(.painProducts, productBlocks),
        Section(.newWording, wordingBlocks), Section(.attributes, attributeBlocks), Section(.demand, demandBlocks),
        Section(.mood, moodBlocks),
        terms(.termConversation, .termProblem, .termSeverity, .termStance, .termWording, .termTrend, .termInterval),
      ])
  }

  /// Problems by distinct conversations, most first.
  private func problems(of summary: Summary) -> [Intent] {
    Intent.allCases.filter { summary.pains[$0.name] != nil }
      .sorted { (painCount(summary, $1), $0.rawValue) < (painCount(summary, $0), $1.rawValue) }
  }

  private func painCount(_ summary: Summary, _ intent: Intent) -> Int {
    summary.pains[intent.name]?.all.conversations ?? 0
  }

  // MARK: Five sentences

  /// A change that is no chance comes before what is merely large.
  private var productLead: [Sentence] {
    let change = changeSentence
    let large = change.say == .changes ? [change, topPainSentence] : [topPainSentence, change]
    return [problemSentence] + large + [productSentence, moodSentence]
  }

  private var problemSentence: Sentence {
    var values: [String: Value] = [
      "conversations": .count(whole.conversations, .conversation), "problems": .number(whole.withProblem),
      "share": .share(Headline.problems.share(whole)),
    ]
    values.merge(against(.problems)) { $1 }
    guard summary.customers.count > 0 else { return say(.problems, values) }
    values["customers"] = .count(summary.customers.count, .customer)
    return say(.problemsByCustomers, values)
  }

  private var topPainSentence: Sentence {
    guard let top = problems(of: summary).first, let pain = summary.pains[top.name] else { return say(.noPain) }
    return say(
      .topPain,
      [
        "problem": name(top, "intent"), "conversations": .count(pain.all.conversations, .conversation),
        "share": .share(Proportion(pain.all.conversations, of: whole.conversations)),
        "unresolved": .number(pain.all.unresolved), "negative": .number(pain.all.negative),
        "severity": .decimal(pain.all.meanSeverity ?? 0, places: 1),
        "owner": top.owner.map { name($0, "owner") } ?? .word(""),
      ])
  }

  private var changeSentence: Sentence {
    guard let previous else { return say(.noPrevious) }
    let family = Array(Set(problems(of: summary) + problems(of: previous))).sorted { $0.rawValue < $1.rawValue }
    let changes = family.compactMap { intent in change { painCount($0, intent) } }
    let judged = zip(zip(family, changes), Trend.judge(changes))
      .sorted { ($1.0.1.pValue ?? 1, $0.0.0.rawValue) > ($0.0.1.pValue ?? 1, $1.0.0.rawValue) }
    var values: [String: Value] = [:]
    for (trend, key, clause) in [
      (Trend.rising, "risingPart", Say.risingPart), (.new, "newPart", .newPart),
      (.falling, "fallingPart", .fallingPart),
    ] {
      let parts = judged.filter { $0.1 == trend }.prefix(3).map { pair, _ in
        Value.clause(
          Sentence(
            .fromTo, ["name": name(pair.0, "intent"), "before": .share(pair.1.before), "now": .share(pair.1.now)]))
      }
      if !parts.isEmpty { values[key] = .clause(say(clause, ["parts": .list(Array(parts))])) }
    }
    guard values.isEmpty else { return say(.changes, values) }
    return say(judged.allSatisfy { $0.1 == .unclear } ? .tooFewToCompare : .noChange)
  }

  /// A product with fewer conversations with a problem is not named as the worst.
  private static let leastProblems = 5

  private var productSentence: Sentence {
    guard !summary.products.isEmpty else { return say(.noProduct) }
    guard let (product, tallies) = rankedProducts.first, tallies.withProblem > 0 else { return say(.productsCalm) }
    guard tallies.withProblem >= Self.leastProblems else {
      return say(
        .productsSpread, ["products": .number(summary.products.count), "problems": .number(tallies.withProblem)])
    }
    var values: [String: Value] = [
      "product": .foreign(product), "conversations": .count(tallies.conversations, .conversation),
      "problems": .number(tallies.withProblem),
      "share": .share(Proportion(tallies.withProblem, of: tallies.conversations)),
    ]
    if let top = topProblem(of: product) { values["problem"] = name(top.intent, "intent") }
    return say(.productFocus, values)
  }

  private var moodSentence: Sentence {
    guard whole.negative > 0 else { return say(.moodCalm) }
    var values: [String: Value] = [
      "negative": .count(whole.negative, .conversation),
      "share": .share(Headline.negative.share(whole)), "recovered": .number(whole.recovered),
      "recoveredShare": .share(Proportion(whole.recovered, of: whole.negative)),
      "kinds": .list(
        whole.worst.ranked.filter { $0.label.isNegative }.prefix(2).map {
          part(name($0.label, "emotion"), .number($0.count))
        }),
    ]
    values.merge(against(.negative)) { $1 }
    return say(.mood, values)
  }

  // MARK: Sections

  private var painBlocks: [Block] {
    let problems = problems(of: summary)
    guard !problems.isEmpty else { return [.paragraph(say(.noPain))] }
    let table = labelTable(
      "pain_points", .problem, "intent", problems, count: painCount,
      before: [.aspect, .owner], after: [.customers, .negative, .severity, .unresolved]
    ) { intent in
      let pain = summary.pains[intent.name] ?? PainPoint()
      return [
        .aspect: intent.aspect.map { cell($0, "aspect") } ?? .word(""),
        .owner: intent.owner.map { cell($0, "owner") } ?? .word(""), .customers: .count(pain.customers.count),
        .negative: .count(pain.all.negative), .severity: .decimal(pain.all.meanSeverity, places: 1),
        .unresolved: .share(Proportion(pain.all.unresolved, of: pain.all.conversations)),
      ]
    }
    return [.paragraph(say(.painIntro)), .table(table)]
  }

  private var voiceBlocks: [Block] {
    let voices: [Block] = problems(of: summary).prefix(6).compactMap { intent in
      guard let quotes = summary.pains[intent.name]?.quotes.items, !quotes.isEmpty else { return nil }
      return .quotes(title: name(intent, "intent"), quotes)
    }
    return voices.isEmpty ? [.paragraph(say(.nothingSeen))] : voices
  }

  /// Products by conversations with a problem, most first.
  private var rankedProducts: [(key: String, value: Tallies)] {
    summary.products.sorted { ($1.value.withProblem, $0.key) < ($0.value.withProblem, $1.key) }
  }

  private func topProblem(of product: String) -> (intent: Intent, counts: PainPoint.Counts)? {
    Intent.allCases.compactMap { intent in summary.pains[intent.name]?.products[product].map { (intent, $0) } }
      .max { ($0.1.conversations, $1.0.rawValue) < ($1.1.conversations, $0.0.rawValue) }
  }

  private var productBlocks: [Block] {
    guard !summary.products.isEmpty else { return [.paragraph(say(.noProduct))] }
    let rows = rankedProducts.map { product, tallies -> [Column: Cell] in
      let top = topProblem(of: product)
      return [
        .product: .foreign(product), .conversations: .count(tallies.conversations),
        .withProblem: .count(tallies.withProblem),
        .share: .share(Proportion(tallies.withProblem, of: tallies.conversations)),
        .topProblem: top.map { cell($0.intent, "intent") } ?? .word("–"),
        .severity: .decimal(top?.counts.meanSeverity, places: 1),
        .unresolved: .share(Proportion(tallies.count(.unresolved), of: tallies.conversations)),
      ]
    }
    let table = Table(
      "products", [.product, .conversations, .withProblem, .share, .topProblem, .severity, .unresolved],
      sample: rankedProducts.reduce(0) { $0 + $1.value.conversations }, shown: 10, rows: rows)
    return [.paragraph(say(.productIntro)), .table(table)] + smallRows(rankedProducts.map(\.value))
      + [.paragraph(say(.productProblemsIntro)), .table(productProblemTable)]
  }

  /// Every problem on every product, most conversations first.
  private var productProblemTable: Table {
    let cells = problems(of: summary).flatMap { intent in
      (summary.pains[intent.name]?.products ?? [:]).map { (intent: intent, product: $0.key, counts: $0.value) }
    }
    .sorted {
      ($1.counts.conversations, $0.product, $0.intent.rawValue)
        < ($0.counts.conversations, $1.product, $1.intent.rawValue)
    }
    let rows = cells.map { item -> [Column: Cell] in
      [
        .product: .foreign(item.product), .problem: cell(item.intent, "intent"), .code: .word(item.intent.name),
        .conversations: .count(item.counts.conversations),
        .share: .share(
          Proportion(item.counts.conversations, of: summary.products[item.product]?.conversations ?? 0)),
        .severity: .decimal(item.counts.meanSeverity, places: 1),
        .unresolved: .share(Proportion(item.counts.unresolved, of: item.counts.conversations)),
      ]
    }
    return Table(
      "pain_points_by_product", [.product, .problem, .code, .conversations, .share, .severity, .unresolved],
      shown: 10, rows: rows)
  }

  /// A word on rows that rest on few conversations.
  func smallRows(_ rows: [Tallies]) -> [Block] {
    let small = rows.count { $0.conversations < Proportion.smallSample }
    return small == 0 ? [] : [.paragraph(say(.smallRows, ["rows": .number(small)]))]
  }

  private var demandBlocks: [Block] {
    let wishes = summary.intents.ranked.map(\.label).filter { $0.family != .talk }
    guard !wishes.isEmpty else { return [.paragraph(say(.nothingSeen))] }
    let table = labelTable(
      "intents", .intent, "intent", wishes, count: { $0.intents[$1] }, before: [.family]
    ) { [.family: cell($0.family, "family")] }
    return [.paragraph(say(.demandIntro)), .table(table)]
  }

  private var moodBlocks: [Block] {
    guard whole.worst.total > 0 else { return [.paragraph(say(.nothingSeen))] }
    let emotions = Emotion.allCases.sorted { $0.weight > $1.weight }
    let table = labelTable(
      "emotions", .emotion, "emotion", emotions, count: { $0.whole.worst[$1] }, before: [.startCount],
      after: [.endCount, .endShare]
    ) { emotion in
      [
        .startCount: .count(whole.start[emotion]),
        .endCount: .count(whole.end[emotion]),
        .endShare: .share(Proportion(whole.end[emotion], of: whole.conversations)),
      ]
    }
    return [.paragraph(say(.moodIntro)), .table(table)]
  }
}
