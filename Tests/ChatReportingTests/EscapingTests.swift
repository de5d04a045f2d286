import ChatInsight
import Testing

@testable import ChatReporting

@Suite struct EscapingTests {
  /// Text, escaped for Markdown, why.
  @Test(arguments: [
    ("a|b", "a\\|b", "a cell ends at a bar"),
    ("\\|", "\\\\\\|", "the backslash first, or the bar is free again"),
    ("<img src=x onerror=alert(1)>", "\\<img src=x onerror=alert(1)\\>", "no HTML"),
    ("[link](http://x)", "\\[link\\](http://x)", "no link"),
    ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`", "no emphasis, no code"),
    ("一行\r\n# 二行", "一行 # 二行", "no new line, so no heading"),
    ("a\u{202E}b\u{2066}c\u{200B}d\u{0007}e", "abcde", "no bidi, zero-width or control characters"),
    ("👨‍👩‍👧 好", "👨‍👩‍👧 好", "emoji stay whole"),
  ])
  func markdown(_ text: String, _ escaped: String, _ why: String) {
    #expect(Escaping.markdown(text) == escaped, "\(why)")
  }

  /// Text, as a CSV field of a text column, why.
  @Test(arguments: [
    ("plain", "plain", "nothing to do"), ("a,b", "\"a,b\"", "RFC 4180 rule 6"),
    ("say \"hi\"", "\"say \"\"hi\"\"\"", "RFC 4180 rule 7"), ("=1+1", "'=1+1", "a formula"),
    ("+86 138", "'+86 138", "text, and a spreadsheet would add it up"), ("-5", "'-5", "in a text column"),
    ("@SUM(A1)", "'@SUM(A1)", "a formula"), ("＝cmd", "'＝cmd", "full-width"), ("＠x", "'＠x", "full-width"),
    ("\t=1+1", "' =1+1", "a tab in front hides nothing"), ("\r\n=1", "' =1", "nor does a line break"),
    ("\u{200B}=1", "'=1", "nor does a zero-width space"), ("a\nb", "a b", "one line a row"),
    ("=\"a\",1", "\"'=\"\"a\"\",1\"", "all at once"), ("1=1", "1=1", "in the middle it is harmless"),
  ])
  func csv(_ text: String, _ field: String, _ why: String) {
    #expect(Escaping.csvField(Escaping.formulaSafe(text)) == field, "\(why)")
  }

  /// Text, as HTML, why.
  @Test(arguments: [
    ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;", "the five characters of HTML"),
    ("a\u{202E}b\u{0000}c", "abc", "no bidi and no control characters"), ("一行\n二行", "一行 二行", "one line"),
    ("&lt;", "&amp;lt;", "what is escaped already is text too"),
  ])
  func html(_ text: String, _ escaped: String, _ why: String) {
    #expect(Escaping.html(text) == escaped, "\(why)")
  }

  /// Markdown of ours with foreign text in it, as HTML, why.
  @Test(arguments: [
    ("**顶** x", "<strong>顶</strong> x", "strong"), ("`a<b`", "<code>a&lt;b</code>", "code"),
    ("[产品](product.md)", "<a href=\"#product\">产品</a>", "a page"),
    ("[x](javascript:alert)", "[x](javascript:alert)", "no other link"),
    (Escaping.markdown("**a** `b` [c](d.md) <i>"), "**a** `b` [c](d.md) &lt;i&gt;", "foreign text stays text"),
    ("**open", "<strong>open</strong>", "always closed"),
  ])
  func markdownAsHTML(_ markdown: String, _ html: String, _ why: String) {
    #expect(Escaping.html(markdown: markdown) == html, "\(why)")
  }

  /// Numbers as they stand in a report.
  @Test func figures() {
    #expect(Figures.grouped(1_234_567) == "1,234,567")
    #expect(Figures.grouped(999) == "999")
    #expect(Figures.fixed(2.25, 1) == "2.3", "a half is rounded away from zero")
    #expect(Figures.fixed(-0.04, 1) == "0.0", "no minus zero")
    #expect(Figures.fixed(0.0307, 4) == "0.0307")
    #expect(Figures.points(0.032) == "+3.2")
    #expect(Figures.points(-0.032) == "-3.2")
    #expect(Figures.percent(Proportion(1, of: 3)) == "33.3")
    #expect(Figures.percent(Proportion(1, of: 2000)) == "0.1", "a half is rounded up")
    #expect(Figures.percent(Proportion(2, of: 2)) == "100.0")
    #expect(Figures.percent(Proportion(0, of: 0)) == nil)
  }
}
