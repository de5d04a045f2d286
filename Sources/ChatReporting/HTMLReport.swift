import ChatInsight
import ChatModel
import Crypto
import Foundation
import Mustache

/// Writes a report as one HTML file, `report.html`: overview, pages, and the queries behind the figures.
///
/// Nothing outside the file is needed and no script runs: a content security policy allows the file's own style sheet
/// and nothing else.
public enum HTMLReport {
  /// The file of a report.
  ///
  /// - Throws: ``ReportError`` when the shipped texts are broken.
  public static func files(
    _ input: ReportInput, audiences: [ReportAudience] = ReportAudience.allCases, language: ReportLanguage
  ) throws(ReportError) -> [ReportFile] {
    let texts = try Texts.shipped(language)
    let file = "report.mustache"
    let template = try Texts.template(try Texts.file(file), file: file, key: "the page")
    let style = try Texts.file("report.css")
    let pages = Reporter(input: input, texts: texts).pages(for: audiences)
    let document = HTMLDocument(texts: texts, input: input)
    var context = document.context(pages)
    context["queries"] = try document.queries(pages)
    context["style"] = style
    context["styleHash"] = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
    return [ReportFile(name: "report.html", bytes: Array(template.render(context).utf8))]
  }
}

/// Puts the pages of a report into what the template shows; every text is HTML already.
struct HTMLDocument {
  let texts: Texts
  let input: ReportInput

  /// Quotes longer than this many characters are cut.
  private static let quoteLimit = 120

  func context(_ pages: [Page]) -> [String: Any] {
    [
      "language": texts.language == .zh ? "zh-CN" : "en", "title": pages.first.map { render($0.title) } ?? "",
      "contents": word("html", "contents"), "queriesTitle": word("html", "queries"),
      "queriesIntro": word("html", "queries_intro"), "top": word("html", "top"),
      "links": pages.dropFirst().map { page in
        ["id": page.name, "name": word("audience", page.name)] as [String: Any]
      }, "pages": pages.map(page),
    ]
  }

  /// The saved queries that the tables name, each once, with the command that runs it for this period.
  func queries(_ pages: [Page]) throws(ReportError) -> [[String: Any]] {
    var queries: [[String: Any]] = []
    let names = Set(tables(pages).compactMap(\.query))
    for name in names.sorted() {
      let sql = try Texts.query(name)
      queries.append(["name": name, "command": Escaping.html(command(name, sql)), "sql": lines(sql)])
    }
    return queries
  }

  private func tables(_ pages: [Page]) -> [Table] {
    pages.flatMap(\.sections).flatMap(\.blocks).compactMap { if case .table(let table) = $0 { table } else { nil } }
  }

  private func command(_ name: String, _ sql: String) -> String {
    var command = "duxin query --name \(name)"
    if let first = input.period.first, let last = input.period.last, sql.contains(":since") {
      let next = CivilTime(dayNumber: last.dayNumber + 1)
      command += " --since \(Reporter.day(first)) --until \(Reporter.day(next))"
    }
    if let shop = input.shop, sql.contains(":shop") {
      command += " --parameter 'shop=\(shop.replacing("'", with: "'\\''"))'"
    }
    return command
  }

  // MARK: Pages

  private func page(_ page: Page) -> [String: Any] {
    let isOverview = page.name == "README"
    return [
      "id": isOverview ? "overview" : page.name,
      // The overview's title and facts are those of the whole.
      "isOverview": isOverview, "heading": render(page.title), "facts": page.facts.map(render),
      "leadTitle": word("heading", Heading.lead.rawValue), "lead": page.lead.map(render),
      "sections": page.sections.filter { $0.heading != .pages }.map { section in
        let id = "\(page.name)-\(section.heading.rawValue)"
        let title = texts.word("heading", section.heading.rawValue)
        return [
          "id": id, "heading": Escaping.html(title),
          "blocks": section.blocks.enumerated().map { write($0.element, id: "\(id)-\($0.offset)", title: title) },
        ] as [String: Any]
      },
    ]
  }

  private func word(_ group: String, _ key: String) -> String { Escaping.html(texts.word(group, key)) }

  private func render(_ sentence: Sentence) -> String {
    Escaping.html(markdown: texts.render(sentence, escape: { Escaping.markdown(Self.short($0)) }))
  }

  private static func short(_ text: String) -> String {
    text.count > quoteLimit ? text.prefix(quoteLimit) + "…" : text
  }

  private func write(_ block: Block, id: String, title: String) -> String {
    switch block {
    case .paragraph(let sentence): "<p>\(render(sentence))</p>"
    case .list(let sentences): "<ul>\(sentences.map { "<li>\(render($0))</li>" }.joined())</ul>"
    case .table(let table):
      (ChartWriter(texts: texts, table: table, id: id, title: title).html() ?? "") + write(table, title)
    case .quotes(let name, let quotes):
      "<h4>\(Escaping.html(markdown: texts.render(name, escape: Escaping.markdown)))</h4>"
        + "<ul class=\"quotes\">\(quotes.map(write).joined())</ul>"
    }
  }

  private func write(_ quote: Quote) -> String {
    "<li><q>\(Escaping.html(Self.short(quote.text)))</q> <cite>\(reference(quote))</cite></li>"
  }

  private func reference(_ quote: Quote) -> String { "\(Escaping.html(quote.conversationID))&#160;#\(quote.turn)" }

  // MARK: Tables

  private func write(_ table: Table, _ title: String) -> String {
    let columns = table.columns.filter { !$0.isForMachines }
    let isText = columns.map { column in table.rows.contains { $0[column]?.isText ?? false } }
    let head = zip(columns, isText).map { column, isText in
      "<th scope=\"col\"\(isText ? "" : " class=\"number\"")>\(word("column", column.rawValue))</th>"
    }
    let rows = table.rows.prefix(table.shown).map { cells in
      let row = zip(columns, isText).map { column, isText in
        let style = isText ? Self.isShort(cells[column]) ? " class=\"short\"" : "" : " class=\"number\""
        return "<td\(style)>\(write(cells[column]))</td>"
      }
      return "\n<tr>\(row.joined())</tr>"
    }
    return """
      <div class="table"><table><caption>\(Escaping.html(title))</caption><thead><tr>\(head.joined())</tr></thead>
      <tbody>\(rows.joined())</tbody></table></div>
      \(notes(table))
      """
  }

  /// Text that stays on one line: words of ours that are few, and references.
  private static func isShort(_ cell: Cell?) -> Bool {
    switch cell {
    case .word(let text): Drawing.width(text) <= 24
    case .reference: true
    default: false
    }
  }

  /// What stands under a table: rows left out, a small sample, the query behind it.
  private func notes(_ table: Table) -> String {
    var notes: [String] = []
    if table.rows.count > table.shown {
      notes.append(
        render(
          Sentence(
            .moreRows, ["rows": .number(table.rows.count - table.shown), "file": .word(table.name + ".csv")])))
    }
    if let sample = table.sample, sample < Proportion.smallSample {
      notes.append(render(Sentence(.smallSample, ["conversations": .count(sample, .conversation)])))
    }
    if let query = table.query {
      notes.append("\(word("html", "source")) <a href=\"#query-\(query)\"><code>\(query)</code></a>")
    }
    return notes.isEmpty ? "" : "<p class=\"note\">\(notes.joined(separator: " "))</p>"
  }

  private func write(_ cell: Cell?) -> String {
    switch cell {
    case .foreign(let text): Escaping.html(Self.short(text))
    case .word(let text): Escaping.html(markdown: text)
    case .reference(let quote): reference(quote)
    case .share(let share):
      Figures.percent(share).map { "<span title=\"\(share.count)/\(share.total)\">\($0)%</span>" } ?? "–"
    default: Escaping.html(texts.figure(cell))
    }
  }

  /// The lines of a statement, kept as lines.
  private func lines(_ sql: String) -> String {
    sql.split(separator: "\n").map { Escaping.html(String($0)) }.joined(separator: "\n")
  }
}
