public import ChatInsight
import ChatModel

/// Writes the digest of a conversation for whoever takes it over.
public struct HandoffReport: Sendable {
  private let texts: Texts

  /// - Throws: ``ReportError`` when the shipped texts are broken.
  public init(_ language: ReportLanguage) throws(ReportError) { texts = try Texts.shipped(language) }

  /// The digest as Markdown, a few lines under a heading.
  public func markdown(_ digest: HandoffDigest) -> String {
    let facts = digest.facts
    var lines = ["### \(Escaping.markdown(facts.conversationID))", ""]
    let about = [facts.shop, facts.channel, facts.product, facts.orderID, facts.customerID].compactMap(\.self)
    if !about.isEmpty { lines.append(about.map(Escaping.markdown).joined(separator: " · ") + "\n") }
    lines.append(line("outcome", texts.name(facts.outcome, in: "outcome_reason")))
    if let emotion = facts.emotion {
      let path = [emotion.start, emotion.worst, emotion.end].map { texts.name($0, in: "emotion") }
      lines.append(line("emotion", path.joined(separator: " → ") + " (#\(emotion.worstTurn))"))
    }
    if !digest.wishes.isEmpty { lines.append(line("wishes", "")) }
    for wish in digest.wishes {
      let mark = texts.word("handoff", wish.isAnswered ? "answered" : "unanswered")
      lines.append("  - \(mark) \(texts.name(wish.intent, in: "intent")): \(quote(wish.text)) #\(wish.turn)")
    }
    if facts.price != .none { lines.append(line("price", texts.name(facts.price, in: "price"))) }
    if facts.purchase.end != .none { lines.append(line("purchase", texts.name(facts.purchase.end, in: "purchase"))) }
    lines.append(line("tried", digest.tried.isEmpty ? texts.word("handoff", "nothing") : ""))
    for attempt in digest.tried {
      let acts = attempt.acts.map { texts.name($0, in: "act") }.joined(separator: texts.word("mark", "list"))
      lines.append("  - \(acts): \(quote(attempt.text)) #\(attempt.turn)")
    }
    if facts.repeatedAnswers > 0 { lines.append(line("repeated", String(facts.repeatedAnswers))) }
    lines.append(line("last", ""))
    for words in digest.lastWords { lines.append("  - \(quote(words.text)) #\(words.turn)") }
    return lines.joined(separator: "\n") + "\n\n"
  }

  private func line(_ key: String, _ value: String) -> String {
    "- **\(texts.word("handoff", key))**" + (value.isEmpty ? "" : " " + value)
  }

  private func quote(_ text: String) -> String {
    texts.word("mark", "open_quote") + Escaping.markdown(text) + texts.word("mark", "close_quote")
  }
}
