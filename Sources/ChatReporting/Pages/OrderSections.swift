import ChatInsight
import ChatModel

/// From inquiry to order, where orders are known.
extension Reporter {
  private var all: Conversion? { summary.conversions[Conversion.all].flatMap { $0.inquiries > 0 ? $0 : nil } }

  var orderSentence: Sentence {
    guard let all else { return say(.noOrders) }
    return say(
      .orders,
      [
        "inquiries": .count(all.inquiries, .conversation), "paid1": .number(all.paidWithin1),
        "share1": .share(Proportion(all.paidWithin1, of: all.inquiries)), "paid4": .number(all.paidWithin4),
        "share4": .share(Proportion(all.paidWithin4, of: all.inquiries)),
        "mean": all.meanAmount.map { .decimal($0, places: 2) } ?? .word("–"),
        "refunded": .count(all.refunded, .order),
        "refundedShare": .share(Proportion(all.refunded, of: all.orders)),
      ])
  }

  var orderBlocks: [Block] {
    guard let all else { return [.paragraph(say(.noOrders))] }
    let groups: [(prefix: String, column: Column, names: [String])] = [
      ("signal", .signal, PurchaseSignal.names), ("price", .level, PriceSensitivity.names),
      ("stage", .stage, ServiceStage.names),
    ]
    var rows = [row(all, name: texts.word("mark", "all"), code: Conversion.all)]
    for (prefix, column, names) in groups {
      for name in names.reversed() {
        guard let conversion = summary.conversions["\(prefix).\(name)"] else { continue }
        let title = "\(texts.word("column", column.rawValue)) · \(texts.word(prefix, name))"
        rows.append(row(conversion, name: title, code: "\(prefix).\(name)"))
      }
    }
    let columns: [Column] = [
      .group, .code, .conversations, .paidWithin1, .paidWithin4, .shareLow, .shareHigh, .orders, .meanAmount,
      .refunded,
    ]
    return [
      .paragraph(say(.ordersIntro)), .paragraph(say(.ordersGroupIntro)),
      .table(Table("conversion", columns, sample: all.inquiries, rows: rows)),
    ]
  }

  private func row(_ conversion: Conversion, name: String, code: String) -> [Column: Cell] {
    let within4 = Proportion(conversion.paidWithin4, of: conversion.inquiries)
    return [
      .group: .word(name), .code: .word(code), .conversations: .count(conversion.inquiries),
      .paidWithin1: .share(Proportion(conversion.paidWithin1, of: conversion.inquiries)), .paidWithin4: .share(within4),
      .shareLow: .fraction(within4.interval?.lowerBound), .shareHigh: .fraction(within4.interval?.upperBound),
      .orders: .count(conversion.orders), .meanAmount: .decimal(conversion.meanAmount, places: 2),
      .refunded: .share(Proportion(conversion.refunded, of: conversion.orders)),
    ]
  }
}
