public import ChatModel
public import ChatTagging

/// Chooses the turns that are worth labelling next: those the tagger is least sure of, no two alike.
public struct LabelNext {
  private struct Candidate {
    var doubt: Double
    /// Pairs of neighbouring characters, as one number each.
    var pairs: Set<UInt64>
    var conversation: String
    var number: Int64
    var speaker: Speaker
    var text: String
    /// Earlier turns, oldest first.
    var context: [(speaker: Speaker, text: String)]
    var tags: TurnTags
  }

  private let wanted: Int
  private let tagger: TurnTagger
  private let scratch = TaggingScratch()
  private var candidates: [Candidate] = []
  private var texts: Set<String> = []

  public init(_ wanted: Int, tagger: TurnTagger) { (self.wanted, self.tagger) = (wanted, tagger) }

  /// So many candidates for each turn wanted are kept while reading.
  private static let poolFactor = 20

  /// Looks at turns of a linked, masked batch.
  public mutating func add(_ indices: [Int], of batch: TurnBatch) {
    for index in indices {
      let turn = batch.turns[index]
      guard turn.speaker != .system, turn.messageType == .text, turn.text.count >= 4 else { continue }
      let text = batch.string(turn.text)
      guard texts.insert(text).inserted else { continue }
      let tags = tagger.tag(index, of: batch, with: scratch)
      let context = batch.contexts[index]
      let number = turn.number ?? Int64(context.turnsBefore)
      candidates.append(
        Candidate(
          doubt: Self.doubt(tags), pairs: Self.pairs(text), conversation: batch.string(turn.conversationID),
          number: number, speaker: turn.speaker, text: text,
          context: (0..<context.count).reversed().map { rank in
            (context.earlier[rank].speaker, batch.string(context.earlier[rank].text))
          },
          tags: tags))
    }
    if candidates.count > 4 * Self.poolFactor * wanted { prune() }
  }

  private mutating func prune() {
    candidates.sort { ($1.doubt, $0.conversation, $0.number) < ($0.doubt, $1.conversation, $1.number) }
    candidates.removeLast(max(0, candidates.count - Self.poolFactor * wanted))
  }

  /// The chosen turns as JSON lines to label, each after its context, with what duxin would say under `suggested`.
  ///
  /// Who puts right what is wrong there and renames it to `labels` has labelled the turn.
  public mutating func lines() -> [UInt8] {
    prune()
    var chosen: [Int] = []
    var likeness = [Double](repeating: 0, count: candidates.count)
    var open = Set(candidates.indices)
    while chosen.count < wanted, !open.isEmpty {
      // Doubt counts as far as a turn is unlike every turn chosen already (maximal marginal relevance; Carbonell,
      // Goldstein 1998).
      func worth(_ index: Int) -> Double { candidates[index].doubt * (1 - likeness[index]) }
      guard let best = open.min(by: { (-worth($0), $0) < (-worth($1), $1) }) else { break }
      chosen.append(best)
      open.remove(best)
      for index in open {
        likeness[index] = max(likeness[index], Self.likeness(candidates[index].pairs, candidates[best].pairs))
      }
    }
    var out: [UInt8] = []
    for (rank, index) in chosen.enumerated() {
      let one = candidates[index]
      // A conversation of its own for each, so that contexts of several turns of one chat do not mix.
      let id = "\(one.conversation)#\(rank + 1)"
      for earlier in one.context { Self.append(id, nil, earlier.speaker, earlier.text, .none, to: &out) }
      Self.append(id, one.number, one.speaker, one.text, one.tags, to: &out)
    }
    return out
  }

  /// How unsure the tags are: the mean distance of confidences from 1.
  private static func doubt(_ tags: TurnTags) -> Double {
    let scores: [Float] =
      switch tags {
      case .customer(let tags):
        [tags.intents.first?.score ?? 0, tags.emotion.score, tags.price.score, tags.purchase.score]
      case .service(let tags): [tags.acts.first?.score ?? 0, tags.stage.score]
      case .none: []
      }
    return scores.isEmpty ? 0 : 1 - Double(scores.reduce(0, +)) / Double(scores.count)
  }

  private static func pairs(_ text: String) -> Set<UInt64> {
    var (pairs, last): (Set<UInt64>, UInt64) = ([], 0)
    for scalar in text.unicodeScalars {
      pairs.insert(last << 32 | UInt64(scalar.value))
      last = UInt64(scalar.value)
    }
    return pairs
  }

  /// What two sets share of all they hold (Jaccard).
  private static func likeness(_ a: Set<UInt64>, _ b: Set<UInt64>) -> Double {
    let both = a.count < b.count ? a.count(where: b.contains) : b.count(where: a.contains)
    return Double(both) / Double(max(1, a.count + b.count - both))
  }

  private static func append(
    _ id: String, _ number: Int64?, _ speaker: Speaker, _ text: String, _ tags: TurnTags, to out: inout [UInt8]
  ) {
    out.append("{\"conversation_id\":\"")
    out.appendJSONEscaped(id.utf8.span)
    out.append("\"")
    if let number { out.append(text: ",\"turn\":\(number)") }
    out.append(",\"speaker\":\"")
    out.append(text: speaker.name)
    out.append("\",\"text\":\"")
    out.appendJSONEscaped(text.utf8.span)
    out.append("\"")
    func list(_ names: [String]) -> String { names.map { "\"\($0)\"" }.joined(separator: ",") }
    switch tags {
    case .customer(let tags):
      out.append(text: ",\"suggested\":{\"intents\":[\(list(tags.intents.array.map(\.label.name)))]")
      out.append(text: ",\"emotion\":\"\(tags.emotion.label.name)\"")
      out.append(text: ",\"price_sensitivity\":\"\(tags.price.label.name)\"")
      out.append(text: ",\"purchase_signal\":\"\(tags.purchase.label.name)\"}")
    case .service(let tags):
      out.append(text: ",\"suggested\":{\"acts\":[\(list(tags.acts.array.map(\.label.name)))]")
      out.append(text: ",\"service_stage\":\"\(tags.stage.label.name)\"}")
    case .none: break
    }
    out.append("}\n")
  }
}
