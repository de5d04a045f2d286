public import ChatModel

/// One step of a conversation: a run of customer turns and the run of service turns that follows it.
///
/// The runs are ranges of positions in the conversation; system turns may lie in them and say nothing. Either run may
/// be empty: the shop speaks first, or nobody answers.
struct Exchange: Hashable {
  var customer: Range<Int>
  var service: Range<Int>

  /// Cuts a conversation into its exchanges, in order.
  static func cut(_ turns: [TurnOutline]) -> [Exchange] {
    var exchanges: [Exchange] = []
    exchanges.reserveCapacity(turns.count / 2 + 1)
    var start = 0
    var answer: Int?
    for (index, turn) in turns.enumerated() {
      if turn.speaker == .customer, let first = answer {
        exchanges.append(Exchange(customer: start..<first, service: first..<index))
        (start, answer) = (index, nil)
      } else if turn.speaker.isService, answer == nil {
        answer = index
      }
    }
    if !turns.isEmpty {
      let first = answer ?? turns.count
      exchanges.append(Exchange(customer: start..<first, service: first..<turns.count))
    }
    return exchanges
  }
}

extension TurnTags {
  /// Those of a customer's turn that has some.
  var ofCustomer: CustomerTags? { if case .customer(let tags) = self, !tags.intents.isEmpty { tags } else { nil } }

  /// Those of an agent's or a bot's turn that has some.
  var ofService: ServiceTags? { if case .service(let tags) = self, !tags.acts.isEmpty { tags } else { nil } }
}

extension Collection<TurnOutline> {
  /// Whether one of these turns answers this customer's case: stage navigator or mind reader.
  var holdsUsefulAnswer: Bool { contains { ($0.serviceTags?.stage.label ?? .none) >= .navigator } }

  /// Whether a service turn does one of these acts.
  func holds(anyOf acts: Act...) -> Bool {
    contains { turn in turn.serviceTags.map { tags in acts.contains { tags.acts.contains($0) } } ?? false }
  }
}

extension Emotion {
  /// How heavy a feeling is for a shop, from -1 (satisfied) to 4 (angry): the order of the annotation guide.
  public var weight: Int {
    switch self {
    case .satisfied: -1
    case .neutral: 0
    case .confused: 1
    case .anxious: 2
    case .disappointed: 3
    case .angry: 4
    }
  }
}
