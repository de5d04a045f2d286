import ChatModel

/// A conversation as its facts are read from: turns, exchanges, and what the vocabulary finds in each turn.
struct Chat {
  let turns: [TaggedTurn]
  let exchanges: [Exchange]
  let terms: [[Term]]
  let settings: FactSettings

  private static let customerKinds: Set<WordKind> = [
    .attributes, .audience, .bargain, .campaign, .competitor, .objection, .occasion,
  ]
  private static let serviceKinds: Set<WordKind> = [.campaign, .objection, .reply, .topic]

  init(_ turns: [TaggedTurn], _ settings: FactSettings) {
    (self.turns, self.settings) = (turns, settings)
    exchanges = Exchange.cut(turns)
    let words = Vocabulary.shipped
    terms = turns.map { turn in
      turn.speaker == .system
        ? []
        : words.terms(in: turn.text, of: turn.speaker == .customer ? Self.customerKinds : Self.serviceKinds)
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
