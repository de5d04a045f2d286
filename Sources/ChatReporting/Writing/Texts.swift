import CData
import ChatInsight
import ChatModel
import Foundation
import Mustache
import Yams

/// The words of one language: names of labels, headings, and sentences with places for values.
struct Texts: Sendable {
  let language: ReportLanguage
  /// Group, key, text.
  let words: [String: [String: String]]
  private let sentences: [String: MustacheTemplate]

  /// The words that ship; made once, since each format of a report needs them.
  static func shipped(_ language: ReportLanguage) throws(ReportError) -> Texts {
    try (language == .zh ? chinese : english).get()
  }

  private static let chinese = Result { () throws(ReportError) in try Texts(.zh) }
  private static let english = Result { () throws(ReportError) in try Texts(.en) }

  /// Reads and checks them.
  init(_ language: ReportLanguage) throws(ReportError) {
    let file = "\(language.rawValue).yaml"
    let words: [String: [String: String]]
    do { words = try YAMLDecoder().decode([String: [String: String]].self, from: try Self.file(file)) } catch {
      throw ReportError(file: file, detail: "no groups of keys and texts (\(type(of: error)))")
    }
    var sentences: [String: MustacheTemplate] = [:]
    for (key, text) in words["say"] ?? [:] { sentences[key] = try Self.template(text, file: file, key: key) }
    (self.language, self.words, self.sentences) = (language, words, sentences)
    for (group, keys) in Self.needed {
      for key in keys where words[group]?[key] == nil {
        throw ReportError(file: file, detail: "\(group).\(key) is missing")
      }
    }
  }

  /// A shipped file of `CData/files/texts`.
  static func file(_ name: String) throws(ReportError) -> String { try unsafe file(name, in: cdata_texts) }

  /// The statement of a saved query, with its comment header.
  static func query(_ name: String) throws(ReportError) -> String {
    try unsafe file(name + ".sql", in: cdata_queries)
  }

  private static func file(
    _ name: String, in folder: (Int) -> UnsafePointer<cdata_file>?
  ) throws(ReportError) -> String {
    var index = 0
    while let file = unsafe folder(index) {
      if unsafe String(cString: file.pointee.name) == name {
        let bytes = unsafe UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count)
        return unsafe String(decoding: bytes, as: UTF8.self)
      }
      index += 1
    }
    throw ReportError(file: name, detail: "is not there")
  }

  /// A template without HTML escaping: what is foreign was escaped for the format before.
  static func template(_ text: String, file: String, key: String) throws(ReportError) -> MustacheTemplate {
    do { return try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + text) } catch {
      throw ReportError(file: file, detail: "\(key) is no template (\(type(of: error)))")
    }
  }

  /// Every key that a report may ask for, by group.
  static let needed: [(group: String, keys: [String])] = [
    ("intent", Intent.names), ("family", IntentFamily.names), ("emotion", Emotion.names),
    ("price", PriceSensitivity.names), ("signal", PurchaseSignal.names), ("stage", ServiceStage.names),
    ("message", MessageType.names), ("aspect", Aspect.names), ("owner", Owner.names),
    ("outcome", Outcome.names), ("outcome_reason", OutcomeReason.names), ("remedy", Remedy.names),
    ("purchase", PurchaseEnd.names), ("objection", Objection.names), ("fault", SellerFault.names),
    ("bargain_reply", BargainReply.names), ("handling", Handling.names), ("act", Act.names),
    ("trend", Trend.allCases.map(\.rawValue)), ("speaker", Speaker.names),
    ("audience", ReportAudience.allCases.map(\.rawValue)), ("kind", ReportPeriod.Kind.allCases.map(\.rawValue)),
    ("this", ReportPeriod.Kind.allCases.map(\.rawValue)), ("previous", ReportPeriod.Kind.allCases.map(\.rawValue)),
    ("noun", Noun.allCases.map(\.rawValue)), ("heading", Heading.allCases.map(\.rawValue)),
    ("column", Column.allCases.map(\.rawValue)), ("say", Say.allCases.map(\.rawValue)),
    (
      "mark",
      ["list", "last", "open_quote", "close_quote", "yes", "no", "hours", "minutes", "seconds", "no_product", "all"]
    ),
    (
      "handoff",
      [
        "outcome", "emotion", "wishes", "answered", "unanswered", "price", "purchase", "tried", "nothing", "repeated",
        "last",
      ]
    ),
    ("headline", Headline.allCases.map(\.rawValue)),
    (
      "html",
      [
        "contents", "now", "before", "source", "queries", "queries_intro", "top", "pareto", "funnel", "stack", "heat",
        "change", "trend",
      ]
    ),
    ("field", TagField.names), ("step", ["interested", "ready"]), ("side", ["customer", "seller"]),
    ("coverage", ["read", "stored", "duplicates", "rejected", "rejected_because"]),
  ]

  /// The text of a key; a key that is not known stands for itself (reject codes).
  func word(_ group: String, _ key: String) -> String { words[group]?[key] ?? key }

  func name<L: Label>(_ label: L, in group: String) -> String { word(group, label.name) }

  /// A sentence with its values, foreign text escaped by `escape`.
  func render(_ sentence: Sentence, escape: (String) -> String) -> String {
    let values = sentence.values.mapValues { render($0, escape: escape) }
    return sentences[sentence.say.rawValue]?.render(values) ?? ""
  }

  func render(_ value: Value, escape: (String) -> String) -> String {
    switch value {
    case .foreign(let text): escape(text)
    case .word(let text): text
    case .number(let number): Figures.grouped(number)
    case .count(let number, let noun): counted(number, noun)
    case .share(let share): Figures.percent(share).map { $0 + "%" } ?? "–"
    case .decimal(let number, let places): Figures.fixed(number, places)
    case .seconds(let seconds): duration(seconds)
    case .list(let parts): joined(parts.map { render($0, escape: escape) })
    case .clause(let sentence): render(sentence, escape: escape)
    }
  }

  /// A number of a table as people read it; a dash where there is none.
  func figure(_ cell: Cell?) -> String {
    switch cell {
    case .count(let number): Figures.grouped(number)
    case .share(let share): Figures.percent(share).map { $0 + "%" } ?? "–"
    case .fraction(let fraction): fraction.map { Figures.fixed($0 * 100, 1) + "%" } ?? "–"
    case .change(let change): Figures.change(change) ?? "–"
    case .decimal(let number, let places): number.map { Figures.fixed($0, places) } ?? "–"
    case .seconds(let seconds): seconds.map(duration) ?? "–"
    case .foreign, .word, .reference, nil: "–"
    }
  }

  /// A number with its noun in the right form; a noun is written `one|many` where the language tells them apart.
  private func counted(_ number: Int, _ noun: Noun) -> String {
    let forms = word("noun", noun.rawValue).split(separator: "|")
    let form = (number == 1 ? forms.first : forms.last) ?? ""
    return "\(Figures.grouped(number)) \(form)"
  }

  private func joined(_ parts: [String]) -> String {
    guard parts.count > 1, let last = parts.last else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: word("mark", "list")) + word("mark", "last") + last
  }

  /// Seconds in words: one decimal under a minute, then minutes and seconds, then hours and minutes.
  func duration(_ seconds: Double) -> String {
    if seconds < 60 { return "\(Figures.fixed(seconds, 1)) \(word("mark", "seconds"))" }
    let whole = Int(seconds.rounded())
    if whole >= 3600 {
      return "\(Figures.grouped(whole / 3600)) \(word("mark", "hours")) \(whole / 60 % 60) \(word("mark", "minutes"))"
    }
    return "\(whole / 60) \(word("mark", "minutes")) \(whole % 60) \(word("mark", "seconds"))"
  }
}
