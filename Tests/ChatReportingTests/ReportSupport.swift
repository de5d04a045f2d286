import ChatInsight
import ChatModel
import ChatReporting

/// A small shop over two weeks, written for the goldens: a courier delay, bargaining, a bot that repeats itself.
enum SampleShop {
  static func customer(
    _ text: String, _ intents: [Intent], _ emotion: Emotion = .neutral, price: PriceSensitivity = .none,
    signal: PurchaseSignal = .none
  ) -> (Speaker, String, TurnTags) {
    var tags = CustomerTags()
    for intent in intents { tags.intents.append(Scored(intent, 0.9)) }
    (tags.emotion, tags.price, tags.purchase) = (Scored(emotion, 0.9), Scored(price, 0.9), Scored(signal, 0.9))
    return (.customer, text, .customer(tags))
  }

  static func answer(
    _ text: String, _ acts: [Act], _ stage: ServiceStage, from speaker: Speaker = .agent
  ) -> (Speaker, String, TurnTags) {
    var tags = ServiceTags()
    for act in acts { tags.acts.append(Scored(act, 0.9)) }
    tags.stage = Scored(stage, 0.9)
    return (speaker, text, .service(tags))
  }

  /// Adds a conversation `times` times over, one customer each, its turns 40 seconds apart.
  static func add(
    _ name: String, times: Int, product: String?, to summary: inout Summary, _ turns: (Speaker, String, TurnTags)...
  ) {
    for time in 0..<times {
      // Two of three who said they buy paid an hour later; one of these was refunded.
      var orders: [Order] = []
      if name == "bought", time % 3 > 0 {
        var order = Order(orderID: "\(time)")
        (order.amount, order.conversationID) = (12_950, "\(name)-\(time)")
        order.paid = Timestamp(seconds: 1_793_581_200)
        order.refunded = time == 1 ? Timestamp(seconds: 1_793_700_000) : nil
        orders = [order]
      }
      summary.add(
        turns.enumerated().map { number, turn in
          var tagged = TaggedTurn(
            conversationID: "\(name)-\(time)", number: Int64(number), speaker: turn.0, text: turn.1, tags: turn.2)
          tagged.customerID = "\(name)-\(time)"
          (tagged.product, tagged.shop, tagged.channel) = (product, "南山店", "app")
          tagged.speakerID = turn.0 == .customer ? nil : turn.0 == .bot ? "小蜜" : "小颖"
          tagged.time = Timestamp(seconds: 1_793_577_600 + Int64(number) * 40)
          return tagged
        }, orders: orders)
    }
  }

  /// A week with this many late parcels.
  static func week(late: Int) -> Summary {
    var summary = Summary()
    add(
      "late", times: late, product: "电饭煲|3L", to: &summary,
      customer("怎么还没发货啊，都三天了", [.urgeDelivery], .anxious),
      answer("请您耐心等待，快递正在路上哦", [.canned], .repeater, from: .bot),
      customer("*到底*什么时候到", [.urgeDelivery, .logisticsTracking], .angry),
      answer("请您耐心等待，快递正在路上", [.canned], .repeater, from: .bot))
    add(
      "dear", times: 6, product: "衬衫", to: &summary,
      customer("有优惠吗", [.promotionInquiry], price: .medium, signal: .weak),
      answer("店铺满三百减三十，您可以凑单", [.info], .navigator),
      customer("还是太贵了，别家便宜", [.bargain], .disappointed, price: .high, signal: .weak))
    add(
      "bought", times: 9, product: "衬衫", to: &summary,
      customer("M码有货吗？", [.availability], signal: .weak), answer("有的，今天下单明天发出", [.info], .navigator),
      customer("好，我拍了", [.purchaseIntent], .satisfied, signal: .strong))
    add(
      "broken", times: 4, product: "电饭煲|3L", to: &summary,
      customer("内胆有划痕，质量不行", [.qualityIssue], .disappointed),
      answer("非常抱歉，理解您的心情，今天就为您补发新的", [.apology, .empathy, .commitment], .mindReader),
      customer("好的谢谢", [.thanksBye], .satisfied))
    add(
      "asks", times: 20, product: nil, to: &summary, customer("发票怎么开", [.invoice]),
      answer("订单完成后在订单页申请即可", [.solution], .navigator), customer("明白了", [.ack]))
    return summary
  }

  static let input: ReportInput = {
    var coverage = Coverage()
    (coverage.read, coverage.stored, coverage.duplicates, coverage.rejected) = (402, 395, 4, 3)
    coverage.rejects = ["json-syntax": 2, "missing-text": 1]
    var summary = week(late: 20)
    var image = TaggedTurn(conversationID: "picture", number: 0, speaker: .customer, text: "")
    image.messageType = .image
    summary.add([image])
    var input = ReportInput(
      period: ReportPeriod(
        kind: .week, first: CivilTime(year: 2026, month: 11, day: 2), last: CivilTime(year: 2026, month: 11, day: 8)),
      summary: summary,
      previousPeriod: ReportPeriod(
        kind: .week, first: CivilTime(year: 2026, month: 10, day: 26), last: CivilTime(year: 2026, month: 11, day: 1)),
      previous: week(late: 3), coverage: coverage, version: TaggerVersion(rules: "rules-1+3f2a9c01", model: "none"),
      zone: "Asia/Shanghai")
    input.surroundings = Surroundings(
      of: summary, contacts: ContactLog(), phrases: NewWording.find(summary.wording, against: week(late: 3).wording),
      conversations: 42)
    input.hours = "09:00-21:00"
    return input
  }()
}

extension ReportFile {
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
