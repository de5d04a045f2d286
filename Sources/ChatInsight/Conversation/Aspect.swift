public import ChatModel

/// What part of the business a pain point belongs to.
public enum Aspect: UInt8, Label {
  case product, logistics, price, service, platform

  public static let names = ["product", "logistics", "price", "service", "platform"]
}

/// The department that can end a pain point.
public enum Owner: UInt8, Label {
  case productQuality, warehouseLogistics, marketing, aftersales, customerService, platformOperations, finance

  public static let names = [
    "product_quality", "warehouse_logistics", "marketing", "aftersales", "customer_service", "platform_operations",
    "finance",
  ]
}

extension CustomerTags {
  /// The problems that this turn tells of.
  ///
  /// Every intent that is a problem in itself; else, where the turn shows a negative feeling, its most important
  /// request; and a bargain that pushes on price. "Is the quality good?" is a question and stays one.
  public var problems: [Intent] {
    var first: Intent?
    var plain: [Intent] = []
    for scored in intents where scored.label.aspect != nil {
      let intent = scored.label
      first = first ?? intent
      if intent.isAlwaysProblem || intent == .bargain && price.label == .high { plain.append(intent) }
    }
    if plain.isEmpty, emotion.label.isNegative, let first { return [first] }
    return plain
  }
}

extension Intent {
  /// Whether this intent is a problem in itself, in whatever tone it is told.
  var isAlwaysProblem: Bool {
    switch self {
    case .urgeDelivery, .deliveryException, .qualityIssue, .wrongMissingItem, .complaint: true
    default: false
    }
  }

  /// The aspect of a problem with this intent, or nil where there is none.
  public var aspect: Aspect? {
    switch self {
    case .productQuestion, .availability, .recommendation, .repairWarranty, .qualityIssue, .usageHelp: .product
    case .shippingTerms, .dispatchTime, .logisticsTracking, .urgeDelivery, .deliveryArrangement, .deliveryException,
      .wrongMissingItem:
      .logistics
    case .priceInquiry, .promotionInquiry, .bargain, .priceProtection: .price
    case .returnRefund, .refundStatus, .exchange, .complaint, .humanAgent, .followUp: .service
    case .orderModify, .orderCancel, .orderStatus, .payment, .invoice, .reviewReward, .accountMembership: .platform
    case .purchaseIntent, .greeting, .thanksBye, .ack, .provideInfo, .other: nil
    }
  }

  /// The department that owns a problem with this intent, or nil where there is none.
  public var owner: Owner? {
    switch self {
    case .productQuestion, .availability, .recommendation, .qualityIssue, .usageHelp: .productQuality
    case .repairWarranty, .returnRefund, .exchange: .aftersales
    case .refundStatus, .invoice, .payment: .finance
    case .shippingTerms, .dispatchTime, .logisticsTracking, .urgeDelivery, .deliveryArrangement, .deliveryException,
      .wrongMissingItem:
      .warehouseLogistics
    case .priceInquiry, .promotionInquiry, .bargain, .priceProtection, .reviewReward: .marketing
    case .complaint, .humanAgent, .followUp: .customerService
    case .orderModify, .orderCancel, .orderStatus, .accountMembership: .platformOperations
    case .purchaseIntent, .greeting, .thanksBye, .ack, .provideInfo, .other: nil
    }
  }
}
