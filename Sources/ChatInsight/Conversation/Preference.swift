public import ChatModel

/// How a customer speaks of something.
public enum Stance: UInt8, Label {
  /// Asked for, or asked about: a question is no complaint.
  case asked
  case praised
  /// Told as a fault, or with disappointment or anger that asks nothing.
  case blamed

  public static let names = ["asked", "praised", "blamed"]

  /// The stance of a turn towards what it names; nil when it says nothing of the kind.
  init?(_ tags: CustomerTags) {
    let intents = tags.intents
    let emotion = tags.emotion.label
    let isFault = intents.contains(.qualityIssue) || intents.contains(.wrongMissingItem) || intents.contains(.complaint)
    let isQuestion = intents.contains { $0.label.family == .presale }
    if isFault {
      self = .blamed
    } else if isQuestion {
      self = .asked
    } else if emotion == .satisfied {
      self = .praised
    } else if emotion == .angry || emotion == .disappointed {
      self = .blamed
    } else if intents.contains(.exchange) || intents.contains(.orderModify) || intents.contains(.usageHelp) {
      self = .asked
    } else {
      return nil
    }
  }
}

extension ConversationFacts {
  /// Something a customer named and how.
  public struct Mention: Hashable, Sendable {
    /// `attributes`, `audience`, `occasion` or `competitor`, and the key.
    public var term: Term
    public var stance: Stance
    public var quote: Quote
  }

  /// What a conversation names: each thing in each stance once, with the turn that shows it best.
  static func mentions(of chat: Chat) -> [Mention] {
    var mentions: [Mention] = []
    for (index, turn) in chat.turns.enumerated() {
      guard let tags = turn.customerTags, !chat.terms[index].isEmpty else { continue }
      for term in chat.terms[index] {
        let stance: Stance
        switch term.kind {
        case .attributes:
          guard let known = Stance(tags) else { continue }
          stance = known
        // For whom, for what, compared with whom: a matter of choice whatever the tone.
        case .audience, .occasion, .competitor: stance = .asked
        default: continue
        }
        let quote = Quote(chat.source[index], confidence: tags.emotion.score)
        if let known = mentions.firstIndex(where: { $0.term == term && $0.stance == stance }) {
          mentions[known].quote = min(mentions[known].quote, quote)
        } else {
          mentions.append(Mention(term: term, stance: stance, quote: quote))
        }
      }
    }
    return mentions
  }
}
