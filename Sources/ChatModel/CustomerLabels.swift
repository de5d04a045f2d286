/// What a customer wants in one turn; a turn has one or more.
public enum Intent: UInt8, Label {
  case productQuestion, availability, recommendation, priceInquiry, promotionInquiry, bargain, purchaseIntent
  case shippingTerms
  case orderModify, orderCancel, orderStatus, payment, invoice
  case dispatchTime, logisticsTracking, urgeDelivery, deliveryArrangement, deliveryException
  case returnRefund, refundStatus, exchange, repairWarranty, qualityIssue, wrongMissingItem, priceProtection
  case usageHelp, reviewReward
  case accountMembership
  case complaint, humanAgent, followUp
  case greeting, thanksBye, ack, provideInfo, other

  public static let names = [
    "product_question", "availability", "recommendation", "price_inquiry", "promotion_inquiry", "bargain",
    "purchase_intent", "shipping_terms",
    "order_modify", "order_cancel", "order_status", "payment", "invoice",
    "dispatch_time", "logistics_tracking", "urge_delivery", "delivery_arrangement", "delivery_exception",
    "return_refund", "refund_status", "exchange", "repair_warranty", "quality_issue", "wrong_missing_item",
    "price_protection", "usage_help", "review_reward",
    "account_membership",
    "complaint", "human_agent", "follow_up",
    "greeting", "thanks_bye", "ack", "provide_info", "other",
  ]
}

/// The families that intents belong to.
public enum IntentFamily: UInt8, Label {
  case presale, order, fulfilment, aftersale, account, service, talk

  public static let names = ["presale", "order", "fulfilment", "aftersale", "account", "service", "talk"]
}

extension Intent {
  /// The family of this intent, by the annotation guide.
  public var family: IntentFamily {
    switch self {
    case .productQuestion, .availability, .recommendation, .priceInquiry, .promotionInquiry, .bargain,
      .purchaseIntent, .shippingTerms:
      .presale
    case .orderModify, .orderCancel, .orderStatus, .payment, .invoice: .order
    case .dispatchTime, .logisticsTracking, .urgeDelivery, .deliveryArrangement, .deliveryException: .fulfilment
    case .returnRefund, .refundStatus, .exchange, .repairWarranty, .qualityIssue, .wrongMissingItem,
      .priceProtection, .usageHelp, .reviewReward:
      .aftersale
    case .accountMembership: .account
    case .complaint, .humanAgent, .followUp: .service
    case .greeting, .thanksBye, .ack, .provideInfo, .other: .talk
    }
  }
}

/// What a customer feels in one turn; exactly one.
public enum Emotion: UInt8, Label {
  case neutral, satisfied, anxious, confused, disappointed, angry

  public static let names = ["neutral", "satisfied", "anxious", "confused", "disappointed", "angry"]

  /// Anxious, confused, disappointed or angry: a feeling that service should answer.
  public var isNegative: Bool { self != .neutral && self != .satisfied }
}

/// How much price matters to a customer in one turn; exactly one, in rising order.
public enum PriceSensitivity: UInt8, Label, Comparable {
  case none, low, medium, high

  public static let names = ["none", "low", "medium", "high"]

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// How ready to buy a customer is in one turn; exactly one, in rising order.
public enum PurchaseSignal: UInt8, Label, Comparable {
  case none, weak, strong

  public static let names = ["none", "weak", "strong"]

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
