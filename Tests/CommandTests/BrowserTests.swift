import Foundation
import Testing

/// Chromium, where it is installed.
private let browser = ["chromium", "chromium-browser", "google-chrome"].map { "/usr/bin/\($0)" }
  .first { FileManager.default.isExecutableFile(atPath: $0) }

/// The HTML report in a real browser, where there is one (`make browser` installs it).
@Suite(.enabled(if: browser != nil, "there is no Chromium: make browser")) struct BrowserTests {
  /// Opens a page; gives its document after loading, and what the browser's console said.
  private static func open(_ page: URL, in folder: URL) throws -> (document: String, console: [Substring]) {
    let command = """
      '\(browser ?? "")' --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
      --disable-component-update --user-data-dir='\(folder.path)/profile' --enable-logging=stderr \
      --dump-dom 'file://\(page.path)'
      """
    let result = try Program.shell(command, in: folder)
    #expect(result.status == 0, "\(result.err.suffix(500))")
    return (result.out, result.err.split(separator: "\n").filter { $0.contains("CONSOLE") })
  }

  /// A page may load and run nothing: each attempt would be told on the console.
  @Test func theReportOpensInSilence() throws {
    try Program.inTemporaryFolder { folder in
      let made = try Program.shell(
        "duxin run '\(Program.root.path)/SampleLogs' --db a.db --out out --quiet && mv out/*/report.html .", in: folder)
      #expect(made.status == 0, "\(made.err)")
      let (document, console) = try Self.open(folder.appending(path: "report.html"), in: folder)
      #expect(console.isEmpty, "\(console)")
      #expect(document.contains("<svg class=\"chart trend\""))
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

  /// The tests above can fail: a page that runs and loads something is heard.
  @Test func theBrowserTellsWhatAPageTries() throws {
    try Program.inTemporaryFolder { folder in
      let page = folder.appending(path: "bad.html")
      try """
      <!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'">
      <script>document.title='owned'</script><img src="http://127.0.0.1:9/x.png">
      """.write(to: page, atomically: true, encoding: .utf8)
      #expect(try Self.open(page, in: folder).console.count == 2)
    }
  }
}
