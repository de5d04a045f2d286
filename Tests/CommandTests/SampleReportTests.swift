import Foundation
import Testing

/// The committed reports are what the program writes of SampleLogs, byte for byte.
///
/// `make samples` writes both anew (DUXIN_RECORD=1).
@Suite struct SampleReportTests {
  @Test(arguments: ["zh", "en"]) func reportsAreFresh(language: String) throws {
    let kept = Program.root.appending(path: "reports/\(language)")
    try Program.inTemporaryFolder { folder in
      // A fixed key: references to chats that are kept by the customer's name are pseudonyms.
      let key = folder.appending(path: "key")
      try Data(0..<32).write(to: key)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
      // The last week, and the week of the courier's delay.
      let command = """
        duxin run \(Program.root.path)/SampleLogs --db a.db --key key --out out --lang \(language) \
        && duxin report --db a.db --ending 2026-10-25 --out out --lang \(language)
        """
      let result = try Program.shell(command, in: folder)
      #expect(result.status == 0, "\(result.err)")
      let fresh = folder.appending(path: "out")
      if ProcessInfo.processInfo.environment["DUXIN_RECORD"] == "1" {
        try? FileManager.default.removeItem(at: kept)
        try FileManager.default.createDirectory(
          at: kept.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: fresh, to: kept)
      }
      let names = try Self.files(in: fresh)
      let keptNames = try Self.files(in: kept)
      #expect(names == keptNames)
      #expect(names.count > 4)
      for name in names {
        let same =
          try Data(contentsOf: fresh.appending(path: name)) == Data(contentsOf: kept.appending(path: name))
        #expect(same, "reports/\(language)/\(name) is stale: make samples, then look at the difference")
      }
    }
  }

  private static func files(in folder: URL) throws -> [String] {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return names.filter { !URL(filePath: $0).pathExtension.isEmpty }.sorted()
  }
}
