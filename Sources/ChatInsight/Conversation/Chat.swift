import ChatModel

/// A turn but for its names and words: what most facts are read from, and cheap to copy.
struct TurnOutline {
  let number: Int64
  let speaker: Speaker
  let time: Timestamp?
  let tags: TurnTags

  init(_ turn: borrowing TaggedTurn) {
    (number, speaker, time, tags) = (turn.number, turn.speaker, turn.time, turn.tags)
  }

  /// The tags of a customer's turn that has some.
  var customerTags: CustomerTags? { tags.ofCustomer }

  /// The tags of an agent's or a bot's turn that has some.
  var serviceTags: ServiceTags? { tags.ofService }
}

/// A conversation as its facts are read from: turns, exchanges, and what the vocabulary finds in each turn, but for
/// topics.
struct Chat {
  /// The turns with their names and words.
  let source: [TaggedTurn]
  let turns: [TurnOutline]
  let exchanges: [Exchange]
  let terms: [[Term]]
  let settings: FactSettings

  private static let customerKinds = WordKinds(
    .attributes, .audience, .bargain, .campaign, .competitor, .objection, .occasion)
  private static let serviceKinds = WordKinds(.campaign, .objection, .reply)

  init(_ turns: [TaggedTurn], _ settings: FactSettings) {
    (source, self.settings) = (turns, settings)
    // By position: a loop over the elements would copy each turn with all its Strings.
    self.turns = turns.indices.map { TurnOutline(turns[$0]) }
    exchanges = Exchange.cut(self.turns)
    let words = Vocabulary.shipped
    terms = turns.indices.map { index in
      switch turns[index].speaker {
      case .customer: words.terms(in: turns[index].text, of: Self.customerKinds)
      case .agent, .bot: words.terms(in: turns[index].text, of: Self.serviceKinds)
      case .system: []
      }
    }
  }

  /// Whether a turn holds a word for this.
  func holds(_ kind: WordKind, _ key: String, at turn: Int) -> Bool {
    terms[turn].contains { $0.kind == kind && $0.key == key }
  }

  /// The exchange that a customer's turn lies in.
  func exchange(of turn: Int) -> Exchange? { exchanges.first { $0.customer.contains(turn) } }

  /// The positions of the service turns in a range.
  func answers(in range: Range<Int>) -> [Int] { range.filter { turns[$0].speaker.isService } }

  /// The wait for the first answer in an exchange, in seconds; nil when there is none or it cannot be measured.
  func wait(in exchange: Exchange) -> Int64? {
    guard let asked = turns[exchange.customer].first(where: { $0.speaker == .customer }),
      let answer = turns[exchange.service].first(where: \.speaker.isService)
    else { return nil }
    return settings.wait(from: asked.time, to: answer.time)
  }
}
