import ChatInsight
import ChatModel
import ChatReporting
import Foundation
import Testing

/// The four formats are written from the same pages: every figure of one stands in the others.
@Suite struct SameFiguresTests {
  private struct Table {
    var name: String
    var columns: [String]
    var rows: [[String: Any]]
  }

  private static func files(_ language: ReportLanguage) throws -> [String: String] {
    let input = SampleShop.input
    let files =
      try MarkdownReport.files(input, language: language) + CSVReport.files(input, language: language)
      + HTMLReport.files(input, language: language) + JSONReport.files(input, language: language)
    return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) })
  }

  private static func tables(_ json: String) throws -> [Table] {
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let pages = try #require(report["pages"] as? [[String: Any]])
    let blocks = pages.flatMap { $0["sections"] as? [[String: Any]] ?? [] }
      .flatMap { $0["blocks"] as? [[String: Any]] ?? [] }
    return blocks.compactMap { block in
      guard let name = block["table"] as? String, let columns = block["columns"] as? [String],
        let rows = block["rows"] as? [[String: Any]]
      else { return nil }
      return Table(name: name, columns: columns, rows: rows)
    }
  }

  /// A value of JSON as the CSV file writes it.
  private static func field(_ value: Any?) -> String {
    switch value {
    case let text as String: text
    case let share as [String: Any]:
      (share["percent"] as? NSNumber).map { String(format: "%.1f", $0.doubleValue) } ?? ""
    case let number as NSNumber: "\(number)"
    default: ""
    }
  }

  @Test(arguments: ReportLanguage.allCases)
  func csvAndJSON(_ language: ReportLanguage) throws {
    let files = try Self.files(language)
    let tables = try Self.tables(try #require(files["report.json"]))
    #expect(tables.count > 12)
    #expect(Set(tables.map { $0.name + ".csv" }) == Set(files.keys.filter { $0.hasSuffix(".csv") }))
    for table in tables {
      let lines = try #require(files[table.name + ".csv"]).split(separator: "\r\n").dropFirst()
      #expect(lines.count == table.rows.count, "\(table.name)")
      for (line, row) in zip(lines, table.rows) {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard !line.contains("\""), fields.count == table.columns.count else { continue }
        for (field, column) in zip(fields, table.columns) {
          let value = Self.field(row[column])
          let same = field == value || field == "'" + value || Double(field) != nil && Double(field) == Double(value)
          #expect(same, "\(table.name).\(column): CSV \(field), JSON \(value)")
        }
      }
    }
  }

  /// The tables of a page in Markdown and in HTML, cell by cell.
  @Test(arguments: ReportLanguage.allCases)
  func markdownAndHTML(_ language: ReportLanguage) throws {
    let files = try Self.files(language)
    let html = try #require(files["report.html"])
    func plain(_ text: Substring) -> String {
      String(text).replacing(/<[^>]+>/, with: "").replacing("&#160;", with: " ").replacing("&lt;", with: "<")
        .replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
        .replacing("&amp;", with: "&")
    }
    let inHTML = html.matches(of: /<tr>(.*)<\/tr>/).map { row in
      row.1.matches(of: /<t[hd][^>]*>(.*?)<\/t[hd]>/).map { plain($0.1) }
    }
    let inMarkdown = ["README.md", "product.md", "marketing.md", "service.md"].flatMap { name in
      (files[name] ?? "").split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| --") }.map { line in
        line.replacing("\\|", with: "\u{1}").dropFirst(2).dropLast(2).components(separatedBy: " | ").map {
          $0.replacing("\u{1}", with: "|").replacing("\\", with: "").replacing("`", with: "")
        }
      }
    }
    #expect(inHTML.count > 60)
    #expect(inHTML.count == inMarkdown.count)
    for (html, markdown) in zip(inHTML, inMarkdown) { #expect(html == markdown) }
  }

  /// Percentages, counts and names of the first screen's sentences.
  @Test(arguments: ReportLanguage.allCases)
  func sentences(_ language: ReportLanguage) throws {
    let files = try Self.files(language)
    let json = try #require(files["report.json"])
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let pages = try #require(report["pages"] as? [[String: Any]])
    let lead = pages.flatMap { $0["lead"] as? [String] ?? [] }
    #expect(lead.count == 20)
    let markdown = ["README.md", "product.md", "marketing.md", "service.md"].compactMap { files[$0] }.joined()
      .replacing("**", with: "").replacing("\\", with: "")
    let html = (files["report.html"] ?? "").replacing("<strong>", with: "").replacing("</strong>", with: "")
      .replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
    for sentence in lead {
      #expect(markdown.contains(sentence))
      #expect(html.contains(sentence))
    }
  }

  @Test func excelKnowsTheEncoding() throws {
    let plain = try CSVReport.files(SampleShop.input, language: .zh)
    let marked = try CSVReport.files(SampleShop.input, language: .zh, isForExcel: true)
    for (plain, marked) in zip(plain, marked) { #expect(marked.bytes == [0xEF, 0xBB, 0xBF] + plain.bytes) }
  }

  @Test func formulasOfCustomersStayText() throws {
    var input = SampleShop.input
    var summary = Summary()
    SampleShop.add(
      "=cmd|' /C calc'!A0", times: 25, product: "@SUM(1+1)", to: &summary,
      SampleShop.customer(
        "=HYPERLINK(\"http://x\",\"y\")", [.qualityIssue, .bargain], .angry, price: .high, signal: .weak))
    (input.summary, input.previous) = (summary, nil)
    for file in try CSVReport.files(input, language: .zh) {
      for field in file.text.components(separatedBy: CharacterSet(charactersIn: ",\r\n\"")) {
        #expect(!field.hasPrefix("=") && !field.hasPrefix("@"), "\(file.name): \(field)")
      }
    }
  }
}
