internal import ChatModel

/// Tags as the integers that a row of `turn` holds; the views take them apart again with ``SQL``.
///
/// | bits of `tags` | 0–2 | 3–6 | 7–10 | 11–12 | 13–15 | 16–18 | 19–21 |
/// |---|---|---|---|---|---|---|---|
/// | | speaker | message type | emotion | intensity | price | purchase | stage |
///
/// `labels` holds the intents or acts, most important in the lowest byte, each as its code + 1; NULL = never tagged.
struct TagCode: Equatable {
  var tags: Int64
  var labels: Int64?

  init(tags: Int64, labels: Int64?) { (self.tags, self.labels) = (tags, labels) }

  init(_ speaker: Speaker, _ type: MessageType, _ turnTags: TurnTags) {
    tags = Int64(speaker.rawValue) | Int64(type.rawValue) << 3
    switch turnTags {
    case .customer(let customer) where !speaker.isService:
      tags |= Int64(customer.emotion.label.rawValue) << 7 | Int64(min(customer.intensity, 3)) << 11
      tags |= Int64(customer.price.label.rawValue) << 13 | Int64(customer.purchase.label.rawValue) << 16
      labels = Self.pack(customer.intents)
    case .service(let service) where speaker.isService:
      tags |= Int64(service.stage.label.rawValue) << 19
      labels = Self.pack(service.acts)
    default: labels = nil
    }
  }

  var speaker: Speaker { Speaker(rawValue: UInt8(tags & 7)) ?? .system }
  var messageType: MessageType { MessageType(rawValue: UInt8(tags >> 3 & 15)) ?? .other }
  var emotion: Emotion { Emotion(rawValue: UInt8(tags >> 7 & 15)) ?? .neutral }
  var price: PriceSensitivity { PriceSensitivity(rawValue: UInt8(tags >> 13 & 7)) ?? .none }
  var purchase: PurchaseSignal { PurchaseSignal(rawValue: UInt8(tags >> 16 & 7)) ?? .none }
  var stage: ServiceStage { ServiceStage(rawValue: UInt8(tags >> 19 & 7)) ?? .none }

  /// The tags again, with the confidences that ``scores(of:)`` wrote.
  func turnTags(scores: Span<UInt8>) -> TurnTags {
    guard let labels else { return .none }
    if speaker.isService {
      var service = ServiceTags()
      service.stage = Scored(stage, scores.confidence(0))
      service.acts = Self.unpack(labels, scores, from: 1)
      return .service(service)
    }
    var customer = CustomerTags()
    customer.emotion = Scored(emotion, scores.confidence(0))
    customer.intensity = UInt8(tags >> 11 & 3)
    customer.price = Scored(price, scores.confidence(1))
    customer.purchase = Scored(purchase, scores.confidence(2))
    customer.intents = Self.unpack(labels, scores, from: 3)
    return .customer(customer)
  }

  /// Writes the confidences in steps of 1/200 behind each other; returns how many bytes.
  ///
  /// Emotion, price, purchase, then intents; or stage, then acts. At most 11 bytes.
  static func scores(of tags: TurnTags, into out: inout [16 of UInt8]) -> Int {
    var count = 0
    func add(_ score: Float) {
      out[count] = UInt8((max(0, min(1, score)) * 200).rounded())
      count += 1
    }
    switch tags {
    case .customer(let customer):
      add(customer.emotion.score)
      add(customer.price.score)
      add(customer.purchase.score)
      for rank in 0..<customer.intents.count { add(customer.intents[rank].score) }
    case .service(let service):
      add(service.stage.score)
      for rank in 0..<service.acts.count { add(service.acts[rank].score) }
    case .none: break
    }
    return count
  }

  private static func pack<L>(_ labels: RankedLabels<L>) -> Int64 {
    var packed: Int64 = 0
    for rank in 0..<labels.count { packed |= (Int64(labels[rank].label.rawValue) + 1) << (8 * Int64(rank)) }
    return packed
  }

  private static func unpack<L>(_ packed: Int64, _ scores: Span<UInt8>, from start: Int) -> RankedLabels<L> {
    var labels = RankedLabels<L>()
    for rank in 0..<RankedLabels<L>.capacity {
      let code = UInt8(truncatingIfNeeded: packed >> (8 * Int64(rank)))
      guard code > 0, let label = L(rawValue: code - 1) else { break }
      labels.append(Scored(label, scores.confidence(start + rank)))
    }
    return labels
  }
}

extension Span<UInt8> {
  fileprivate func confidence(_ index: Int) -> Float { index < count ? Float(self[index]) / 200 : 0 }
}

extension Emotion {
  /// How bad a feeling is, by the order of the annotation guide: satisfied 0, neutral 1, … angry 5.
  var severity: Int {
    switch self {
    case .satisfied: 0
    case .neutral: 1
    case .confused: 2
    case .anxious: 3
    case .disappointed: 4
    case .angry: 5
    }
  }
}
