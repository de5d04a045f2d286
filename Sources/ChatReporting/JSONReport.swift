import ChatInsight
import ChatModel

/// Writes a report as one JSON file, `report.json`: every sentence, and every table with all its rows.
///
/// Field names are fixed and the same in every language; `Sources/SCHEMA.md` lists them. Shares are in percent with one
/// decimal, beside what they are counted from; times are in seconds.
public enum JSONReport {
  /// The version of the fields; it grows when one changes its meaning or goes.
  public static let version = 1

  /// The file of a report.
  ///
  /// - Throws: ``ReportError`` when the shipped texts are broken.
  public static func files(
    _ input: ReportInput, audiences: [ReportAudience] = ReportAudience.allCases, language: ReportLanguage
  ) throws(ReportError) -> [ReportFile] {
    let texts = try Texts.shipped(language)
    let writer = JSONDocument(texts: texts)
    let coverage = input.coverage
    let rejects = coverage.rejects.sorted { $0.key < $1.key }
    let report = JSON.object([
      ("format", .text("duxin-report")), ("version", .count(version)), ("language", .text(language.rawValue)),
      ("period", writer.period(input.period)), ("previous_period", input.previousPeriod.map(writer.period) ?? .null),
      ("time_zone", .text(input.zone)), ("shop", input.shop.map(JSON.text) ?? .null),
      ("rules_version", .text(input.version.rules)), ("model_version", .text(input.version.model)),
      (
        "coverage",
        .object([
          ("read", .count(coverage.read)), ("stored", .count(coverage.stored)),
          ("duplicates", .count(coverage.duplicates)), ("rejected", .count(coverage.rejected)),
          ("rejected_by_code", .object(rejects.map { ($0.key, .count($0.value)) })),
        ])
      ), ("pages", .list(Reporter(input: input, texts: texts).pages(for: audiences).map(writer.page))),
    ])
    return [ReportFile(name: "report.json", bytes: Array((report.text() + "\n").utf8))]
  }
}

/// Pages, tables and cells as JSON.
private struct JSONDocument {
  let texts: Texts

  func period(_ period: ReportPeriod) -> JSON {
    .object([
      ("kind", .text(period.kind.rawValue)), ("first", period.first.map { .text(Reporter.day($0)) } ?? .null),
      ("last", period.last.map { .text(Reporter.day($0)) } ?? .null),
    ])
  }

  func page(_ page: Page) -> JSON {
    .object([
      ("name", .text(page.name == "README" ? "overview" : page.name)), ("title", sentence(page.title)),
      ("facts", .list(page.facts.map(sentence))), ("lead", .list(page.lead.map(sentence))),
      (
        "sections",
        .list(
          page.sections.filter { $0.heading != .pages }.map { section in
            .object([
              ("name", .text(Self.snake(section.heading.rawValue))),
              ("title", .text(texts.word("heading", section.heading.rawValue))),
              ("blocks", .list(section.blocks.map(block))),
            ])
          })
      ),
    ])
  }

  private func sentence(_ sentence: Sentence) -> JSON {
    .text(texts.render(sentence, escape: Escaping.cleaned).replacing("**", with: "").replacing("`", with: ""))
  }

  private func block(_ block: Block) -> JSON {
    switch block {
    case .paragraph(let words): .object([("text", sentence(words))])
    case .list(let items): .object([("list", .list(items.map(sentence)))])
    case .quotes(let title, let quotes):
      .object([
        ("title", .text(texts.render(title, escape: Escaping.cleaned))), ("quotes", .list(quotes.map(quote))),
      ])
    case .table(let table):
      .object([
        ("table", .text(table.name)), ("query", table.query.map(JSON.text) ?? .null),
        ("columns", .list(table.columns.map { .text(Self.snake($0.rawValue)) })),
        (
          "rows",
          .list(
            table.rows.map { row in
              .object(table.columns.map { (Self.snake($0.rawValue), cell(row[$0])) })
            })
        ),
      ])
    }
  }

  private func quote(_ quote: Quote) -> JSON {
    .object([
      ("conversation_id", .text(quote.conversationID)), ("turn", .count(Int(quote.turn))),
      ("text", .text(Escaping.cleaned(quote.text))),
    ])
  }

  private func cell(_ cell: Cell?) -> JSON {
    switch cell {
    case .foreign(let text): .text(Escaping.cleaned(text))
    case .word(let text): .text(text.replacing("`", with: ""))
    case .reference(let quote): .text(quote.conversationID)
    case .count(let number): .count(number)
    case .share(let share):
      .object([
        ("percent", Figures.percent(share).map(JSON.number) ?? .null), ("count", .count(share.count)),
        ("of", .count(share.total)),
      ])
    case .fraction(let fraction): fraction.map { .number(Figures.fixed($0 * 100, 1)) } ?? .null
    case .change(let change): change.difference.map { .number(Figures.fixed($0 * 100, 1)) } ?? .null
    case .decimal(let number, let places): number.map { .number(Figures.fixed($0, places)) } ?? .null
    case .seconds(let seconds): seconds.map { .number(Figures.fixed($0, 1)) } ?? .null
    case nil: .null
    }
  }

  /// `shareLow` as `share_low`.
  private static func snake(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
  }
}

/// A JSON value (RFC 8259) whose members keep their order and whose numbers are written as they are shown elsewhere.
private indirect enum JSON {
  case null
  case text(String)
  /// A number as its digits.
  case number(String)
  case list([JSON])
  case object([(String, JSON)])

  static func count(_ number: Int) -> JSON { .number(String(number)) }

  /// The value, two blanks deeper a level; what holds no list or object stands on one line.
  func text(_ margin: String = "") -> String {
    switch self {
    case .null: "null"
    case .text(let text): Self.quoted(text)
    case .number(let digits): digits
    case .list(let items):
      Self.joined(items.map { ($0.isFlat, $0.text(margin + "  ")) }, "[", "]", margin)
    case .object(let members):
      Self.joined(
        members.map { ($1.isFlat, "\(Self.quoted($0)): \($1.text(margin + "  "))") }, "{", "}", margin)
    }
  }

  private var isFlat: Bool {
    switch self {
    case .list(let items): items.isEmpty
    case .object(let members): members.allSatisfy { if case .number = $1 { true } else { false } }
    default: true
    }
  }

  private static func joined(
    _ parts: [(isFlat: Bool, text: String)], _ open: String, _ close: String, _ margin: String
  ) -> String {
    guard !parts.allSatisfy(\.isFlat) || parts.reduce(0, { $0 + $1.text.count }) > 1000 else {
      return open + parts.map(\.text).joined(separator: ", ") + close
    }
    let inner = "\n" + margin + "  "
    return open + inner + parts.map(\.text).joined(separator: "," + inner) + "\n" + margin + close
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        quoted += "\\"
        quoted.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
