import ChatInsight

/// Writes a report as CSV (RFC 4180, UTF-8, CRLF): one tidy file for each table of its pages, with all rows.
///
/// Percentages and seconds are bare numbers, their unit stands in the header. Text of the chats that a spreadsheet
/// would take for a formula has an apostrophe in front.
public enum CSVReport {
  /// The files of a report.
  ///
  /// - Parameter isForExcel: each file begins with a byte order mark, by which Excel knows UTF-8.
  /// - Throws: ``ReportError`` when the shipped texts are broken.
  public static func files(
    _ input: ReportInput, audiences: [ReportAudience] = ReportAudience.allCases, language: ReportLanguage,
    isForExcel: Bool = false
  ) throws(ReportError) -> [ReportFile] {
    let texts = try Texts.shipped(language)
    return Reporter(input: input, texts: texts).pages(for: audiences).flatMap { page in
      page.sections.flatMap(\.blocks).compactMap { block in
        guard case .table(let table) = block else { return nil }
        return ReportFile(
          name: table.name + ".csv", bytes: Array(((isForExcel ? "\u{FEFF}" : "") + write(table, texts)).utf8))
      }
    }
  }

  private static func write(_ table: Table, _ texts: Texts) -> String {
    let header = table.columns.map { column in
      texts.word("column", column.rawValue) + unit(table.rows.lazy.compactMap { $0[column] }.first)
    }
    let rows = [header] + table.rows.map { cells in table.columns.map { write(cells[$0]) } }
    return rows.map { $0.map(Escaping.csvField).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func unit(_ cell: Cell?) -> String {
    switch cell {
    case .share, .fraction: " (%)"
    case .seconds: " (s)"
    default: ""
    }
  }

  private static func write(_ cell: Cell?) -> String {
    switch cell {
    case .foreign(let text): Escaping.formulaSafe(text)
    case .word(let text): Escaping.formulaSafe(text.replacing("`", with: ""))
    case .reference(let quote): Escaping.formulaSafe(quote.conversationID)
    case .count(let number): String(number)
    case .share(let share): Figures.percent(share) ?? ""
    case .fraction(let fraction): fraction.map { Figures.fixed($0 * 100, 1) } ?? ""
    case .change(let change): change.difference.map { Figures.fixed($0 * 100, 1) } ?? ""
    case .decimal(let number, let places): number.map { Figures.fixed($0, places) } ?? ""
    case .seconds(let seconds): seconds.map { Figures.fixed($0, 1) } ?? ""
    case nil: ""
    }
  }
}
