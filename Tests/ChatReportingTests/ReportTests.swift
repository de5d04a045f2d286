import ChatInsight
import ChatModel
import ChatReporting
import Foundation
import Testing

@Suite struct ReportTests {
  private func markdown(
    _ input: ReportInput, _ language: ReportLanguage = .en, _ audiences: [ReportAudience] = ReportAudience.allCases
  ) throws -> [String: String] {
    let files = try MarkdownReport.files(input, audiences: audiences, language: language)
    return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) })
  }

  @Test func thePlantedRiseIsFoundAndNothingElse() throws {
    let page = try #require(try markdown(SampleShop.input)["product.md"])
    #expect(page.contains("2. Against last week: rising: pushing for delivery (7.1% → 33.3%)"))
    #expect(page.contains("no other problem changed significantly"))
  }

  @Test func onlyTheAudiencesAskedFor() throws {
    #expect(Set(try markdown(SampleShop.input, .zh, [.service]).keys) == ["README.md", "service.md"])
  }

  @Test(arguments: ReportLanguage.allCases)
  func anEmptyPeriodIsSaidAndDividesByNothing(_ language: ReportLanguage) throws {
    var input = SampleShop.input
    input.summary = Summary()
    for (name, page) in try markdown(input, language) {
      #expect(!page.contains("nan") && !page.contains("%"), "\(name)")
    }
    input.summary = SampleShop.input.summary
    input.previous = Summary()
    #expect(try markdown(input)["product.md"]?.contains("speaks of no change") ?? false)
  }

  @Test(arguments: ReportLanguage.allCases)
  func undatedConversationsAreComparedWithNothing(_ language: ReportLanguage) throws {
    var input = SampleShop.input
    input.period = .undated
    for (name, page) in try markdown(input, language) {
      #expect(!page.contains("2026"), "\(name) names no day")
      #expect(!page.contains("…+"), "\(name) shows no change")
    }
  }

  @Test func oneConversationIsCalledFew() throws {
    var input = SampleShop.input
    var summary = Summary()
    SampleShop.add(
      "one", times: 1, product: nil, to: &summary, SampleShop.customer("太贵了", [.bargain], price: .high, signal: .weak))
    (input.summary, input.previous) = (summary, nil)
    let page = try #require(try markdown(input)["marketing.md"])
    #expect(page.contains("Only 1 conversation, fewer than 20"))
    #expect(page.contains("1 conversation (100.0%) showed a wish to buy"))
  }

  @Test func markupOfCustomersDoesNotReachThePage() throws {
    var input = SampleShop.input
    var summary = Summary()
    SampleShop.add(
      "x|y\n# z", times: 30, product: "<script>|`x`", to: &summary,
      SampleShop.customer("](javascript:1) | <b>坏了</b> \u{202E}\n\n# 标题", [.qualityIssue], .angry))
    (input.summary, input.previous, input.shop) = (summary, nil, "*店*")
    for (name, page) in try markdown(input, .zh) {
      #expect(!page.contains("<script>") && !page.contains("<b>") && !page.contains("\u{202E}"), "\(name)")
      #expect(page.contains("\\*店\\*"), "\(name)")
      let headings = page.split(separator: "\n").filter { $0.hasPrefix("#") }
      #expect(!headings.contains { $0.contains("标题") || $0.contains("z-") }, "\(name)")
      let tables = page.split(separator: "\n\n").filter { $0.hasPrefix("|") }
      for table in tables {
        let widths = Set(table.split(separator: "\n").map { $0.replacing("\\|", with: "").count { $0 == "|" } })
        #expect(widths.count == 1, "\(name): every row has the same cells")
      }
    }
  }

  /// Every percentage of a Markdown table stands in the CSV of the same table.
  @Test func bothFormatsHoldTheSameFigures() throws {
    let page = try #require(try markdown(SampleShop.input)["product.md"])
    let csv = try #require(
      try CSVReport.files(SampleShop.input, language: .en).first { $0.name == "pain_points.csv" }?.text)
    let rows = csv.split(separator: "\r\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
    #expect(rows.count == 3)
    for row in rows {
      #expect(page.contains("| \(row[0]) | \(row[3]) | \(row[4]) | \(row[5])% |"), "\(row[0])")
    }
  }

  @Test func csvIsRectangular() throws {
    for file in try CSVReport.files(SampleShop.input, language: .zh) {
      #expect(file.text.hasSuffix("\r\n"), "\(file.name)")
      let widths = file.text.split(separator: "\r\n").map { line in
        line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
          .reduce(1) { $0 + ($1.offset % 2 == 0 ? $1.element.count { $0 == "," } : 0) }
      }
      #expect(Set(widths).count == 1, "\(file.name)")
    }
  }
}
