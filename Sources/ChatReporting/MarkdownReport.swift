import ChatInsight
import Mustache

/// Writes a report as Markdown: an overview (`README.md`) and a page for each audience.
public enum MarkdownReport {
  /// The files of a report.
  ///
  /// - Throws: ``ReportError`` when the shipped texts are broken.
  public static func files(
    _ input: ReportInput, audiences: [ReportAudience] = ReportAudience.allCases, language: ReportLanguage
  ) throws(ReportError) -> [ReportFile] {
    let texts = try Texts.shipped(language)
    let file = "page.mustache"
    let template = try Texts.template(try Texts.file(file), file: file, key: "the page")
    return Reporter(input: input, texts: texts).pages(for: audiences).map { page in
      ReportFile(name: page.name + ".md", bytes: Array(MarkdownPage(texts: texts).write(page, template).utf8))
    }
  }
}

/// Writes one page as Markdown.
struct MarkdownPage {
  let texts: Texts

  /// Quotes longer than this many characters are cut.
  private static let quoteLimit = 60

  func write(_ page: Page, _ template: MustacheTemplate) -> String {
    let context: [String: Any] = [
      "title": render(page.title), "facts": page.facts.map(render), "leadTitle": heading(.lead),
      "lead": page.lead.enumerated().map { ["number": $0.offset + 1, "text": render($0.element)] as [String: Any] },
      "sections": page.sections.map { section in
        ["heading": heading(section.heading), "blocks": section.blocks.map(write)] as [String: Any]
      },
    ]
    return template.render(context)
  }

  private func heading(_ heading: Heading) -> String { texts.word("heading", heading.rawValue) }

  private func render(_ sentence: Sentence) -> String { texts.render(sentence, escape: escape) }

  private func escape(_ text: String) -> String {
    Escaping.markdown(text.count > Self.quoteLimit ? text.prefix(Self.quoteLimit) + "…" : text)
  }

  private func write(_ block: Block) -> String {
    switch block {
    case .paragraph(let sentence): render(sentence)
    case .list(let sentences): sentences.map { "- " + render($0) }.joined(separator: "\n")
    case .table(let table): write(table)
    case .quotes(let title, let quotes):
      (["**\(texts.render(title, escape: escape))**", ""] + quotes.map(write)).joined(separator: "\n")
    }
  }

  private func write(_ quote: Quote) -> String {
    let open = texts.word("mark", "open_quote")
    let close = texts.word("mark", "close_quote")
    return "- \(open)\(escape(quote.text))\(close) · \(reference(quote))"
  }

  private func reference(_ quote: Quote) -> String { "\(Escaping.markdown(quote.conversationID)) #\(quote.turn)" }

  private func write(_ table: Table) -> String {
    let columns = table.columns.filter { !$0.isForMachines }
    var lines = [
      row(columns.map { texts.word("column", $0.rawValue) }),
      row(columns.map { column in table.rows.contains { $0[column]?.isText ?? false } ? "---" : "--:" }),
    ]
    for cells in table.rows.prefix(table.shown) { lines.append(row(columns.map { write(cells[$0]) })) }
    var text = lines.joined(separator: "\n")
    if table.rows.count > table.shown {
      let more = Sentence(
        .moreRows, ["rows": .number(table.rows.count - table.shown), "file": .word(table.name + ".csv")])
      text += "\n\n" + render(more)
    }
    if let sample = table.sample, sample < Proportion.smallSample {
      text += "\n\n" + render(Sentence(.smallSample, ["conversations": .count(sample, .conversation)]))
    }
    return text
  }

  private func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  private func write(_ cell: Cell?) -> String {
    switch cell {
    case .foreign(let text): escape(text)
    case .word(let text): text
    case .reference(let quote): reference(quote)
    default: texts.figure(cell)
    }
  }
}

extension Cell {
  /// Text stands left, numbers right.
  var isText: Bool {
    switch self {
    case .foreign, .word, .reference: true
    default: false
    }
  }
}
