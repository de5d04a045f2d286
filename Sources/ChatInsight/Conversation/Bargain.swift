public import ChatModel

/// What service did about a bargain; the best that was done.
public enum BargainReply: UInt8, Label {
  /// Nobody answered.
  case silence
  /// Formulas or "please wait" only.
  case formula
  /// A useful answer that gives nothing and refuses nothing.
  case explanation
  case refusal, gift, concession

  public static let names = ["silence", "formula", "explanation", "refusal", "gift", "concession"]
}

/// A customer pushing for a better deal.
public struct Bargain: Hashable, Sendable {
  /// Keys of what was bargained about, in order of appearance; empty when no word tells.
  public var about: [String] = []
  public var reply = BargainReply.silence

  /// The bargain of a conversation; nil when nobody pushed.
  init?(_ chat: Chat) {
    let pushes = chat.turns.indices.filter { index in
      guard let tags = chat.turns[index].customerTags else { return false }
      return tags.price.label == .high || tags.intents.contains(.bargain) || tags.intents.contains(.priceProtection)
    }
    guard let first = pushes.first else { return nil }
    for index in pushes {
      for term in chat.terms[index] where term.kind == .bargain && !about.contains(term.key) { about.append(term.key) }
    }
    for index in chat.answers(in: first..<chat.turns.count) { reply = max(reply, chat.reply(at: index)) }
  }
}

extension BargainReply: Comparable {
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

extension Chat {
  fileprivate func reply(at turn: Int) -> BargainReply {
    guard let tags = turns[turn].serviceTags else { return .formula }
    let (gives, refuses) = (tags.acts.contains(.compensation), holds(.reply, "refusal", at: turn))
    if gives || holds(.reply, "concession", at: turn) && !refuses && tags.stage.label >= .navigator {
      return holds(.reply, "gift", at: turn) && !holds(.reply, "concession", at: turn) ? .gift : .concession
    }
    if holds(.reply, "gift", at: turn), !refuses, tags.stage.label >= .navigator { return .gift }
    if refuses { return .refusal }
    return tags.stage.label >= .navigator ? .explanation : .formula
  }
}
