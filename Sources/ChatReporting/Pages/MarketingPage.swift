import ChatInsight
import ChatModel

/// The page for a marketing manager: who wanted to buy, what was missed, how much price mattered.
extension Reporter {
  var marketingPage: Page {
    Page(
      name: ReportAudience.marketing.rawValue, title: title(.title, audience: .marketing), facts: facts,
      lead: [signalSentence, missedSentence, priceSentence, offerSentence, orderSentence],
      sections: [
        Section(.funnel, funnelBlocks), Section(.orders, orderBlocks), Section(.missed, missedBlocks),
        Section(.missedList, missedListBlocks),
        Section(.bargains, bargainBlocks),
        Section(.price, priceBlocks), Section(.priceProducts, priceGroups(.product, summary.products)),
        Section(.priceChannels, priceGroups(.channel, summary.channels)),
        Section(.priceCampaigns, priceGroups(.campaign, summary.campaigns)), Section(.offers, offerBlocks),
        Section(.choices, choiceBlocks), Section(.competitors, competitorBlocks),
        terms(
          .termConversation, .termSignal, .termMissed, .termFault, .termOrders, .termPrice, .termTrend, .termInterval),
      ])
  }

  private static let offers: [Intent] = [.promotionInquiry, .bargain, .priceInquiry, .priceProtection]

  // MARK: Five sentences

  private var signalSentence: Sentence {
    guard whole.interested > 0 else { return say(.noSignals) }
    var values: [String: Value] = [
      "interested": .count(whole.interested, .conversation), "share": .share(Headline.interested.share(whole)),
      "ready": .number(whole.signals[.strong]),
      "promised": .number(whole.purchases[.promised]), "missed": .number(whole.purchases[.missed]),
      "open": .number(whole.purchases[.open]),
    ]
    values.merge(against(.interested)) { $1 }
    return say(.signals, values)
  }

  private var missedSentence: Sentence {
    guard whole.purchases[.missed] > 0 else { return say(.noMissed) }
    func parts<L: Label>(_ counts: LabelCounts<L>, _ group: String) -> Value {
      .list(counts.ranked.prefix(3).map { part(name($0.label, group), .number($0.count)) })
    }
    var values: [String: Value] = [
      "missed": .count(whole.purchases[.missed], .conversation),
      "share": .share(Proportion(whole.purchases[.missed], of: whole.interested)),
      "objections": parts(summary.objections, "objection"),
    ]
    if summary.faults.total > 0 { values["faults"] = parts(summary.faults, "fault") }
    return say(.missedReasons, values)
  }

  private var priceSentence: Sentence {
    let high = whole.price[.high]
    let caring = Headline.caringForPrice.share(whole).count
    guard caring > 0 else { return say(.noPrice) }
    var values: [String: Value] = [
      "caring": .count(caring, .conversation), "share": .share(Headline.caringForPrice.share(whole)),
      "high": .number(high), "highShare": .share(Proportion(high, of: whole.conversations)),
    ]
    values.merge(against(.caringForPrice)) { $1 }
    return say(.price, values)
  }

  private var offerSentence: Sentence {
    let asked = Self.offers.filter { summary.intents[$0] > 0 }
      .sorted { (summary.intents[$1], $0.rawValue) < (summary.intents[$0], $1.rawValue) }
    guard !asked.isEmpty else { return say(.noOffers) }
    return say(
      .offers, ["asked": .list(asked.map { part(name($0, "intent"), .number(summary.intents[$0])) })])
  }

  // MARK: Sections

  private var funnelBlocks: [Block] {
    guard whole.interested > 0 else { return [.paragraph(say(.noSignals))] }
    let steps: [(name: String, code: String, count: (Summary) -> Int)] = [
      (texts.word("step", "interested"), "interested", { $0.whole.interested }),
      (texts.word("step", "ready"), "ready", { $0.whole.signals[.strong] }),
      (texts.name(PurchaseEnd.promised, in: "purchase"), "promised", { $0.whole.purchases[.promised] }),
      (texts.name(PurchaseEnd.missed, in: "purchase"), "missed", { $0.whole.purchases[.missed] }),
      (texts.name(PurchaseEnd.open, in: "purchase"), "open", { $0.whole.purchases[.open] }),
    ]
    let changes = changeCells(steps.map { change($0.count) })
    let rows = zip(steps, changes).map { step, change in
      shareCells(Proportion(step.count(summary), of: whole.conversations)).merging(change) { $1 }.merging([
        .step: .word(step.name), .code: .word(step.code),
        .shareOfInterested: .share(Proportion(step.count(summary), of: whole.interested)),
      ]) { $1 }
    }
    let table = Table(
      "purchase_funnel", [.step, .code] + Self.shareColumns + [.shareOfInterested] + changeColumns,
      sample: whole.conversations, rows: rows)
    return [.paragraph(say(.funnelIntro)), .table(table)]
  }

  private var missedBlocks: [Block] {
    let missed = whole.purchases[.missed]
    guard missed > 0 else { return [.paragraph(say(.noMissed))] }
    func rows<L: Label>(_ counts: LabelCounts<L>, _ group: String, side: String) -> [[Column: Cell]] {
      counts.ranked.map { label, count in
        [
          .side: .word(texts.word("side", side)), .reason: cell(label, group), .code: .word(label.name),
          .conversations: .count(count), .share: .share(Proportion(count, of: missed)),
        ]
      }
    }
    let table = Table(
      "missed_sale_reasons", [.side, .reason, .code, .conversations, .share], sample: missed,
      rows: rows(summary.objections, "objection", side: "customer") + rows(summary.faults, "fault", side: "seller"))
    return [.paragraph(say(.missedIntro)), .table(table)]
  }

  private var missedListBlocks: [Block] {
    let sales = summary.missedSales.items
    guard !sales.isEmpty else { return [.paragraph(say(.noMissed))] }
    let rows = sales.map { sale -> [Column: Cell] in
      [
        .quote: .foreign(sale.quote.text), .ready: cell(sale.wasReady),
        .product: .foreign(sale.product ?? texts.word("mark", "no_product")),
        .reason: .word(texts.word("objection", sale.objection)),
        .fault: .word(sale.fault.map { texts.word("fault", $0) } ?? "–"),
        .faultQuote: sale.faultQuote.map { .foreign($0.text) } ?? .word("–"),
        .conversation: .reference(sale.quote), .turn: .count(Int(sale.quote.turn)),
      ]
    }
    var columns: [Column] = [.quote, .product, .reason, .fault, .faultQuote, .ready, .conversation, .turn]
    if !sales.contains(where: { $0.product != nil }) { columns.removeAll { $0 == .product } }
    return [
      .paragraph(
        say(
          .missedListIntro,
          ["listed": .number(sales.count), "missed": .number(whole.purchases[.missed])])),
      .table(Table("missed_sales", columns, rows: rows)),
    ]
  }

  private var priceBlocks: [Block] {
    guard whole.conversations > 0 else { return [.paragraph(say(.nothingSeen))] }
    let levels = PriceSensitivity.allCases.reversed().map(\.self)
    let table = labelTable("price_sensitivity", .level, "price", levels, count: { $0.whole.price[$1] })
    return [.paragraph(say(.priceIntro)), .table(table)]
  }

  private func priceGroups(_ column: Column, _ groups: [String: Tallies]) -> [Block] {
    let (name, intro, none): (String, Say, Say) =
      switch column {
      case .product: ("price_by_product", .priceProductIntro, .noProduct)
      case .campaign: ("price_by_campaign", .priceCampaignIntro, .noCampaign)
      default: ("price_by_channel", .priceChannelIntro, .noChannel)
      }
    guard !groups.isEmpty else { return [.paragraph(say(none))] }
    let table = groupTable(
      name, column, groups, [.priceHigh, .priceMedium, .promised, .missed],
      label: { column == .campaign ? term(.campaign, $0) : .foreign($0) }
    ) { tallies in
      [
        .priceHigh: .share(Proportion(tallies.price[.high], of: tallies.conversations)),
        .priceMedium: .share(Proportion(tallies.price[.medium], of: tallies.conversations)),
        .promised: .count(tallies.purchases[.promised]), .missed: .count(tallies.purchases[.missed]),
      ]
    }
    return [.paragraph(say(intro)), .table(table)] + smallRows(Array(groups.values))
  }

  private var offerBlocks: [Block] {
    let asked = Self.offers.filter { summary.intents[$0] > 0 }
    guard !asked.isEmpty else { return [.paragraph(say(.noOffers))] }
    let table = labelTable("offers_asked_for", .intent, "intent", Self.offers, count: { $0.intents[$1] })
    let voices: [Block] = asked.map { intent in
      .quotes(title: name(intent, "intent"), summary.wishQuotes[intent.name]?.items ?? [])
    }
    return [.paragraph(say(.offersIntro)), .table(table)] + voices
  }
}
