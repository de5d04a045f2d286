import Foundation
import Testing

/// Chromium, where it is installed.
private let browser = ["chromium", "chromium-browser", "google-chrome"].map { "/usr/bin/\($0)" }
  .first { FileManager.default.isExecutableFile(atPath: $0) }

/// The HTML report in a real browser, where there is one (`make browser` installs it).
@Suite(.enabled(if: browser != nil, "there is no Chromium: make browser")) struct BrowserTests {
  /// Opens a page; gives its document after loading, and what the browser's console said.
  private static func open(
    _ page: URL, in folder: URL, _ flags: String = "--dump-dom"
  ) throws -> (document: String, console: [Substring]) {
    let command = """
      '\(browser ?? "")' --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
      --disable-component-update --user-data-dir='\(folder.path)/profile' --enable-logging=stderr \
      \(flags) 'file://\(page.path)'
      """
    let result = try Program.shell(command, in: folder)
    #expect(result.status == 0, "\(result.err.suffix(500))")
    return (result.out, result.err.split(separator: "\n").filter { $0.contains("CONSOLE") })
  }

  /// How a page looks at the width of a phone.
  private struct Look: Decodable {
    /// In pixels: what can be seen at once, and all there is when one scrolls to the side.
    var visible, whole: Int
    /// Such as `rgb(245, 246, 248)`.
    var background: String

    /// The sum of the three colours.
    var brightness: Int { background.matches(of: /\d+/).compactMap { Int($0.output) }.reduce(0, +) }
  }

  /// Looks at a page from another one, that may run a script.
  private static func look(at page: URL, in folder: URL, isDark: Bool) throws -> Look {
    let outer = folder.appending(path: "outer.html")
    try """
    <!doctype html><iframe src="\(page.lastPathComponent)" style="width: 360px; height: 800px; border: 0"></iframe>
    <script>
      document.querySelector('iframe').onload = event => {
        const page = event.target.contentDocument, root = page.documentElement
        document.body.textContent = JSON.stringify({
          visible: root.clientWidth, whole: root.scrollWidth, background: getComputedStyle(page.body).backgroundColor,
        })
      }
    </script>
    """.write(to: outer, atomically: true, encoding: .utf8)
    let flags = "--allow-file-access-from-files --dump-dom \(isDark ? "--force-dark-mode" : "")"
    let (document, console) = try open(outer, in: folder, flags)
    #expect(console.isEmpty, "\(console)")
    let json = try #require(document.firstMatch(of: /<body>(\{.*\})/)).1
    return try JSONDecoder().decode(Look.self, from: Data(json.utf8))
  }

  /// A page may load and run nothing: each attempt would be told on the console.
  @Test func theReportOpensInSilenceFitsAPhoneAndPrints() throws {
    try Program.inTemporaryFolder { folder in
      let made = try Program.shell(
        "duxin run '\(Program.root.path)/SampleLogs' --db a.db --out out --quiet && mv out/*/report.html .", in: folder)
      #expect(made.status == 0, "\(made.err)")
      let report = folder.appending(path: "report.html")
      let (document, console) = try Self.open(report, in: folder)
      #expect(console.isEmpty, "\(console)")
      #expect(document.contains("<svg class=\"chart trend\""))

      let (light, dark) = (
        try Self.look(at: report, in: folder, isDark: false), try Self.look(at: report, in: folder, isDark: true)
      )
      for look in [light, dark] { #expect(look.visible <= 360 && look.whole <= look.visible, "\(look)") }
      #expect(light.brightness > 600 && dark.brightness < 160, "\(light) \(dark)")

      #expect(try Self.open(report, in: folder, "--print-to-pdf='\(folder.path)/report.pdf'").console.isEmpty)
      let pages = try Program.shell("grep -ac '/Type /Page$' report.pdf", in: folder).out
      #expect(Int(pages.prefix { $0.isNumber }) ?? 0 > 1, "\(pages)")
    }
  }

  @Test func scriptsOfCustomersDoNothing() throws {
    let attacks = [
      "<script>document.title='owned'</script>", "<img src=x onerror=\"document.title='owned'\">",
      "\"><svg onload=\"document.title='owned'\">", "</style><script>document.title='owned'</script>",
      "</title><script>document.title='owned'</script>",
      "<iframe srcdoc=\"<script>parent.document.title='owned'</script>\">",
      "<body onload=\"document.title='owned'\">", "<a href=\"javascript:document.title='owned'\" autofocus>太贵了</a>",
      "' onmouseover='alert(1)", "<meta http-equiv=refresh content=\"0;url=http://127.0.0.1:9/\">",
      "<link rel=stylesheet href=http://127.0.0.1:9/x.css>", "<base href=http://127.0.0.1:9/>", "{{{title}}}",
    ]
    try Program.inTemporaryFolder { folder in
      let encoder = JSONEncoder()
      let lines = try attacks.enumerated().map { place, attack in
        let record = [
          "conversation_id": "\(place)\(attack)", "speaker": "customer", "text": "质量太差了，我要投诉 \(attack)",
          "product": attack, "shop": attack, "timestamp": "2026-11-02 10:00:00",
        ]
        return String(decoding: try encoder.encode(record), as: UTF8.self)
      }
      try lines.joined(separator: "\n").write(
        to: folder.appending(path: "a.jsonl"), atomically: true, encoding: .utf8)
      let made = try Program.shell(
        "duxin run a.jsonl --db a.db --out out --quiet && mv out/*/report.html .", in: folder)
      #expect(made.status == 0, "\(made.err)")
      let (document, console) = try Self.open(folder.appending(path: "report.html"), in: folder)
      #expect(console.isEmpty, "\(console)")
      #expect(!document.contains("<title>owned"))
      for tag in ["<script", "<img", "<iframe", "<base", "<link"] {
        #expect(!document.contains(tag), "\(tag)")
      }
      // In a text they may stand: there each < is written as &lt;.
      #expect(!document.contains(/<[^<>]* on(load|error)=/))
    }
  }

  /// The tests above can fail: a page that runs and loads something is heard, one that is too wide is seen.
  @Test func theBrowserTellsWhatAPageTries() throws {
    try Program.inTemporaryFolder { folder in
      let page = folder.appending(path: "bad.html")
      try """
      <!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'">
      <script>document.title='owned'</script><img src="http://127.0.0.1:9/x.png">
      """.write(to: page, atomically: true, encoding: .utf8)
      #expect(try Self.open(page, in: folder).console.count == 2)
      try "<!doctype html><body style='width: 500px; background: #fff'>wide".write(
        to: page, atomically: true, encoding: .utf8)
      let look = try Self.look(at: page, in: folder, isDark: true)
      #expect(look.whole > look.visible && look.brightness == 3 * 255, "\(look)")
    }
  }
}
