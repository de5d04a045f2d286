import ChatInsight
import ChatModel
import ChatReporting
import Foundation
import Testing

@Suite struct HTMLTests {
  private static func page(_ input: ReportInput, _ language: ReportLanguage = .zh) throws -> String {
    let files = try HTMLReport.files(input, language: language)
    #expect(files.map(\.name) == ["report.html"])
    return files[0].text
  }

  /// Every tag of a page with its attributes; a `<` that begins no tag is told as one.
  private static func tags(_ page: String) -> [(name: String, attributes: [String: String])] {
    // The style sheet is ours and holds no tag.
    let body = page.replacing(/<style>[^<]*<\/style>/, with: "").dropFirst("<!doctype html>".count)
    return body.split(separator: "<", omittingEmptySubsequences: false).dropFirst().map { piece in
      guard let match = piece.prefixMatch(of: /\/?([a-z0-9]+)((?: [a-zA-Z0-9-]+="[^"<>]*")*) ?\/?>/) else {
        return (String(piece.prefix(20)), ["broken": ""])
      }
      let pairs = match.2.matches(of: /\ ([a-zA-Z0-9-]+)="([^"]*)"/).map { (String($0.1), String($0.2)) }
      return (String(match.1), Dictionary(pairs) { first, _ in first })
    }
  }

  private static let elements: Set<String> = [
    "html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "footer", "div", "h1", "h2",
    "h3", "h4", "p", "ul", "ol", "li", "a", "strong", "code", "pre", "details", "summary", "q", "cite", "figure",
    "figcaption", "span", "table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "desc", "rect", "line",
    "circle", "text",
  ]
  private static let attributes: Set<String> = [
    "lang", "charset", "name", "content", "http-equiv", "id", "class", "href", "aria-label", "aria-labelledby", "role",
    "scope", "title", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "dx", "text-anchor",
  ]

  /// What customers might write to break out of a page; from the usual places of the OWASP cheat sheet.
  static let attacks = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>", "</title><script>alert(1)</script>", "<iframe src=\"javascript:alert(1)\">",
    "[x](javascript:alert(1))", "[x](product.md)<b>", "**bold** `code` {{title}} {{{title}}}", "&lt;script&gt;", "<!--",
    "]]><x>", "<a href=//evil.example>x</a>", "\u{0}<scr\u{200B}ipt>", "@import url(//evil.example)", "</svg></desc>",
  ]

  private static func hostile() -> ReportInput {
    var input = SampleShop.input
    var summary = Summary()
    for (place, attack) in attacks.enumerated() {
      SampleShop.add(
        "\(attack)\(place)", times: 3, product: attack, to: &summary,
        SampleShop.customer(attack, [.qualityIssue], .angry, price: .high, signal: .strong),
        SampleShop.answer("请稍等", [.hold], .repeater))
    }
    (input.summary, input.shop, input.zone) = (summary, attacks[2], attacks[0])
    input.coverage.rejects = [attacks[1]: 1]
    return input
  }

  @Test(arguments: ReportLanguage.allCases)
  func textOfCustomersIsNoMarkup(_ language: ReportLanguage) throws {
    for input in [Self.hostile(), SampleShop.input] {
      let page = try Self.page(input, language)
      for tag in Self.tags(page) {
        #expect(Self.elements.contains(tag.name), "<\(tag.name)>")
        #expect(Self.attributes.isSuperset(of: tag.attributes.keys), "<\(tag.name)> \(tag.attributes)")
        if let link = tag.attributes["href"] { #expect(link.hasPrefix("#"), "\(link)") }
      }
    }
  }

  @Test func everyTagIsClosedAndEveryLinkLeadsSomewhere() throws {
    let page = try Self.page(SampleShop.input)
    let body = page.replacing(/<style>[^<]*<\/style>/, with: "")
    var open: [String] = []
    for match in body.matches(of: /<(\/?)([a-z0-9]+)[^<>]*?(\/?)>/) {
      let name = String(match.2)
      if match.1 == "/" {
        #expect(open.popLast() == name)
      } else if match.3.isEmpty, name != "meta" {
        open.append(name)
      }
    }
    #expect(open.isEmpty)
    let tags = Self.tags(page)
    let ids = tags.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count, "an id stands once")
    for link in tags.compactMap({ $0.attributes["href"] }) {
      #expect(ids.contains(String(link.dropFirst())), "\(link)")
    }
    for labels in tags.compactMap({ $0.attributes["aria-labelledby"] }) {
      for label in labels.split(separator: " ") { #expect(ids.contains(String(label))) }
    }
  }

  @Test func nothingOutsideIsNeededAndNothingRuns() throws {
    let page = try Self.page(SampleShop.input)
    let outside = [
      "{{", "http://", "https://", "<script", "javascript:", "@import", "url(", "<link", "<img", "style=\"",
    ]
    for word in outside { #expect(!page.contains(word), "\(word)") }
    #expect(page.contains("default-src 'none'; style-src 'sha256-"))
  }

  /// Every kind of chart, with figures of the tables in it.
  @Test func chartsShowTheFiguresOfTheirTables() throws {
    var input = SampleShop.input
    input.days = (26...31).map { day in
      ReportDay(date: CivilTime(year: 2026, month: 10, day: day), tallies: SampleShop.week(late: day - 24).whole)
    }
    let page = try Self.page(input, .en)
    for kind in ["pareto", "funnel", "stack", "heat", "change", "trend"] {
      #expect(page.contains("<svg class=\"chart \(kind)\""), "\(kind)")
    }
    #expect(page.contains("<title>pushing for delivery: 20 (66.7%)</title>"), "20 of 30 mentions")
    #expect(page.contains("<title>电饭煲|3L · pushing for delivery: 20</title>"))
    #expect(page.contains("<title>interested: 15 (100.0%)</title>"))
    #expect(page.contains("<title>2026-10-31: 17/46 (37.0%)</title>"), "7 late, 6 dear, 4 broken")
  }
}
