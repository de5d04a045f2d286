import ArgumentParser
import ChatInsight
import ChatModel
import ChatReading
import ChatReporting
import ChatStore
import Foundation

/// `duxin handoff`: what a person needs to take conversations over.
struct HandoffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handoff",
    abstract: "Digests of conversations that a person should take over: wishes, feeling, order, what was tried.",
    discussion: """
      Without --conversation: those that ended unresolved or handed over, or where a person was asked for and did not
      come, the newest first.

      EXAMPLES
        duxin handoff --db shop.db > handoff.jsonl
        duxin handoff --conversation c-1024 --format markdown
        duxin handoff --days 1 --limit 10 --format markdown --lang zh
      """)

  @Option(help: ArgumentHelp("This conversation alone.", valueName: "id"))
  var conversation: String?

  @Option(help: ArgumentHelp("Conversations that ended in the last days of the data.", valueName: "n"))
  var days = 7

  @Option(help: ArgumentHelp("Conversations at most.", valueName: "n"))
  var limit = 20

  @Option(help: ArgumentHelp("jsonl or markdown (default: jsonl).", valueName: "name"))
  var format = "jsonl"

  @Option(help: ArgumentHelp("zh or en, for markdown (default: zh).", valueName: "name"))
  var lang: String?

  @OptionGroup var store: StoreArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    guard ["jsonl", "markdown"].contains(format) else {
      throw Failure(message: "--format is jsonl or markdown, not '\(format)'", status: Failure.usage)
    }
    let settings = try common.settings()
    guard let language = ReportLanguage(rawValue: settings.text("lang", lang) ?? "zh") else {
      throw Failure(message: "--lang is zh or en", status: Failure.usage)
    }
    let store = try store.reader(settings)
    let clock = try TimeZoneArgument.clock(settings, try store.zone())
    let rows: [Int64]
    if let conversation {
      rows = try store.conversations(named: conversation)
      guard !rows.isEmpty else { throw Failure(message: "there is no conversation '\(conversation)' in the database") }
    } else {
      let last = try store.extent().last?.seconds ?? 0
      rows = try store.openConversations(
        since: Timestamp(seconds: last - Int64(max(1, days)) * 86_400), limit: max(0, limit))
    }
    let report = try HandoffReport(language)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try store.forEachConversation(rows) { turns in
      let digest = HandoffDigest(turns)
      if format == "markdown" {
        try StandardOutput.write(Array(report.markdown(digest).utf8))
      } else {
        try StandardOutput.write(Array(try encoder.encode(DigestRecord(digest, clock))) + [0x0A])
      }
    }
  }
}

/// A digest as one JSON object, its keys in the order of the alphabet.
private struct DigestRecord: Encodable {
  struct Wish: Encodable {
    var intent: String
    var turn: Int64
    var text: String
    var answered: Bool
  }

  struct Attempt: Encodable {
    var turn: Int64
    var speaker: String
    var acts: [String]
    var text: String
  }

  struct Path: Encodable {
    var start, worst, end: String
    var worst_turn: Int64
    var turned_at: Int64?
  }

  var conversation_id: String
  var customer_id, shop, channel, product, order_id, started, ended, waiting_since: String?
  var handled_by, outcome, outcome_reason: String
  var asked_for_human, handed_over: Bool
  var emotion: Path?
  var wishes: [Wish]
  var tried: [Attempt]
  var repeated_answers, unmet_feelings: Int
  var last_words: [WordingSample.Line]
  var price_sensitivity, purchase_signal, purchase_end: String
  var missed_because, seller_fault: String?

  init(_ digest: HandoffDigest, _ clock: ZoneClock) {
    func text(_ time: Timestamp?) -> String? { time.map { $0.rfc3339(offset: clock.offset(at: $0)) } }
    let facts = digest.facts
    (conversation_id, customer_id, shop) = (facts.conversationID, facts.customerID, facts.shop)
    (channel, product, order_id) = (facts.channel, facts.product, facts.orderID)
    (started, ended, waiting_since) = (text(facts.started), text(facts.ended), text(digest.waitingSince))
    (handled_by, outcome) = (facts.handling.name, facts.outcome.outcome.name)
    outcome_reason = facts.outcome.name
    (asked_for_human, handed_over) = (facts.askedForHuman, facts.wasHandedOver)
    emotion = facts.emotion.map { path in
      Path(
        start: path.start.name, worst: path.worst.name, end: path.end.name, worst_turn: path.worstTurn,
        turned_at: path.turningPoint?.turn)
    }
    wishes = digest.wishes.map { Wish(intent: $0.intent.name, turn: $0.turn, text: $0.text, answered: $0.isAnswered) }
    tried = digest.tried.map {
      Attempt(turn: $0.turn, speaker: $0.speaker.name, acts: $0.acts.map(\.name), text: $0.text)
    }
    repeated_answers = facts.repeatedAnswers
    unmet_feelings = facts.feelings.count { !$0.isMet }
    last_words = digest.lastWords
    (price_sensitivity, purchase_signal) = (facts.price.name, facts.purchase.signal.name)
    purchase_end = facts.purchase.end.name
    (missed_because, seller_fault) = (facts.purchase.objection?.name, facts.purchase.fault?.name)
  }
}
