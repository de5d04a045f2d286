import ChatInsight
import ChatModel
import Foundation

/// Conversations written as text: a header `# id customer product`, one line a turn, `=` lines with what is expected.
///
/// A header may go on with `order=`, `channel=` and `day=` (0 is Monday 2026-11-02, UTC).
///
/// A customer's turn is `C time intents emotion price signal | text`, an agent's or a bot's `A time acts stage | text`
/// (`B` for a bot); `C time image` and `S time` carry no tags. `-` stands for no value, times are of one day.
struct Script {
  var turns: [TaggedTurn] = []
  var expected: [String] = []

  /// The conversations of a file in `truth`.
  static func file(_ name: String) -> [Script] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "truth")
    let text = (try? String(contentsOf: folder.appending(path: name + ".txt"), encoding: .utf8)) ?? ""
    return read(text)
  }

  static func read(_ text: String) -> [Script] {
    var scripts: [Script] = []
    var header: [String] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("#") {
        header = line.dropFirst().split(separator: " ").map(String.init)
        scripts.append(Script())
      } else if line.hasPrefix("=") {
        scripts[scripts.count - 1].expected.append(String(line.dropFirst(2)))
      } else {
        let place = scripts.count - 1
        scripts[place].turns.append(turn(line, header, number: scripts[place].turns.count))
      }
    }
    return scripts
  }

  private static func turn(_ line: Substring, _ header: [String], number: Int) -> TaggedTurn {
    let parts = line.split(separator: "|", maxSplits: 1)
    let words = parts[0].split(separator: " ").map(String.init)
    let text = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
    let speaker: Speaker =
      switch words[0] {
      case "C": .customer
      case "A": .agent
      case "B": .bot
      default: .system
      }
    var turn = TaggedTurn(conversationID: header[0], number: Int64(number), speaker: speaker, text: String(text))
    turn.customerID = header[1] == "-" ? nil : header[1]
    turn.product = header[2] == "-" ? nil : header[2]
    var day: Int64 = 0
    for word in header.dropFirst(3) {
      let parts = word.split(separator: "=").map(String.init)
      switch parts[0] {
      case "order": turn.orderID = parts[1]
      case "channel": turn.channel = parts[1]
      default: day = Int64(parts[1]) ?? 0
      }
    }
    turn.time = time(words[1]).map { Timestamp(seconds: $0.seconds + day * 86_400) }
    if words.count == 6 {
      turn.tags = .customer(customerTags(words))
    } else if words.count == 4 {
      var tags = ServiceTags()
      for act in words[2].split(separator: ",") { Act(name: act).map { tags.acts.append(Scored($0, 0.9)) } }
      tags.stage = Scored(ServiceStage(name: words[3]) ?? .none, 0.9)
      turn.tags = .service(tags)
    } else if words.count == 3 {
      turn.messageType = MessageType(name: words[2]) ?? .other
    }
    return turn
  }

  private static func customerTags(_ words: [String]) -> CustomerTags {
    var tags = CustomerTags()
    for intent in words[2].split(separator: ",") { Intent(name: intent).map { tags.intents.append(Scored($0, 0.9)) } }
    tags.emotion = Scored(Emotion(name: words[3]) ?? .neutral, 0.9)
    tags.price = Scored(PriceSensitivity(name: words[4]) ?? .none, 0.9)
    tags.purchase = Scored(PurchaseSignal(name: words[5]) ?? .none, 0.9)
    return tags
  }

  private static func time(_ text: String) -> Timestamp? {
    let parts = text.split(separator: ":").compactMap { Int64($0) }
    return parts.count == 3 ? Timestamp(seconds: 1_793_577_600 + parts[0] * 3600 + parts[1] * 60 + parts[2]) : nil
  }
}

extension ConversationFacts {
  /// The facts in the lines of a ``Script``.
  var lines: [String] {
    var lines: [String] = []
    if let emotion {
      let turned = emotion.turningPoint.map { " turned #\($0.turn) \($0.acts.map(\.name).joined(separator: ","))" }
      lines.append(
        "emotion \(emotion.start.name) \(emotion.worst.name)#\(emotion.worstTurn) \(emotion.end.name)\(turned ?? "")")
    }
    lines.append("outcome \(outcome.outcome.name) \(outcome.name)")
    if askedForHuman || wasHandedOver { lines.append("human asked \(askedForHuman) done \(wasHandedOver)") }
    for (name, waits) in [("people", people), ("bots", bots)] where waits.count + waits.unmeasurable > 0 {
      let first = waits.first.map(String.init) ?? "-"
      let longest = "longest \(waits.longest) unknown \(waits.unmeasurable)"
      lines.append("\(name) \(waits.count) sum \(waits.seconds) first \(first) \(longest)")
    }
    lines.append("price \(price.name)")
    let ends = [purchase.signal.name, purchase.end.name, purchase.objection?.name ?? "-", purchase.fault?.name ?? "-"]
    let evidence = [purchase.evidence, purchase.faultEvidence].map { $0.map { "#\($0)" } ?? "-" }
    if purchase.end != .none { lines.append("purchase \((ends + evidence).joined(separator: " "))") }
    for problem in problems {
      lines.append("problem \(problem.intent.name) \(problem.severity)\(problem.isNegative ? " negative" : "")")
    }
    for feeling in feelings {
      let eased = feeling.eased.map { $0 ? "eased" : "not eased" } ?? "silent"
      lines.append("feeling \(feeling.emotion.name) \(feeling.remedy.name) \(feeling.isMet ? "met" : "unmet") \(eased)")
    }
    lines.append("answers \(answers) repeated \(repeatedAnswers)")
    lines.append("stages " + ServiceStage.allCases.map { "\(stages[$0])" }.joined(separator: " "))
    lines.append("handled \(handling.name)")
    if let bargain { lines.append("bargain \(bargain.reply.name) \(bargain.about.joined(separator: ","))") }
    let asked = wishes.filter { $0.intent.family != .talk }.map { "\($0.intent.name)\($0.isAnswered ? "+" : "-")" }
    if !asked.isEmpty { lines.append("wishes " + asked.joined(separator: " ")) }
    for mention in mentions { lines.append("named \(mention.term.kind):\(mention.term.key) \(mention.stance.name)") }
    if !campaigns.isEmpty { lines.append("campaigns " + campaigns.joined(separator: " ")) }
    return lines
  }
}
