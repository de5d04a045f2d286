import Foundation
import Testing

/// Runs the case folders of Tests/Cases against the built program.
///
/// A case holds `cmd` (one shell line), the inputs it names, and what must come out: `stdout`, and where it matters
/// `stderr` and `status` (0 when the file is missing). A missing `stdout` fails; DUXIN_RECORD=1 writes all three.
@Suite struct CaseTests {
  private static let folder = Program.root.appending(path: "Tests/Cases")

  static let cases: [String] = {
    let found = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return found.filter { $0.hasSuffix("/cmd") }.map { String($0.dropLast(4)) }.sorted()
  }()

  @Test(arguments: cases) func printsWhatItMust(name: String) throws {
    let home = Self.folder.appending(path: name)
    let line = try String(contentsOf: home.appending(path: "cmd"), encoding: .utf8)
    let result = try Program.inTemporaryFolder { folder in
      let copy = folder.appending(path: "case")
      try FileManager.default.copyItem(at: home, to: copy)
      return try Program.shell(line, in: copy)
    }
    try check(String(result.status), against: "status", in: home, whenMissing: "0")
    try check(result.out, against: "stdout", in: home, whenMissing: nil)
    try check(result.err, against: "stderr", in: home, whenMissing: result.err)
  }

  private func check(_ text: String, against name: String, in home: URL, whenMissing: String?) throws {
    let file = home.appending(path: name)
    if ProcessInfo.processInfo.environment["DUXIN_RECORD"] == "1" {
      if name == "status" && text == "0" {
        try? FileManager.default.removeItem(at: file)
        return
      }
      if name == "stderr" && !FileManager.default.fileExists(atPath: file.path) { return }
      try (name == "status" ? text + "\n" : text).write(to: file, atomically: true, encoding: .utf8)
      return
    }
    var expected = (try? String(contentsOf: file, encoding: .utf8)) ?? whenMissing
    if name == "status" { expected = expected?.trimmingCharacters(in: .whitespacesAndNewlines) }
    #expect(text == expected, "\(name) of the case differs; DUXIN_RECORD=1 swift test --filter CaseTests rewrites it")
  }
}
