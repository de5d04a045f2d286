import Foundation
import Testing

/// The page that documents what other programs rely on, and what the program ships with.
@Suite struct SchemaTests {
  @Test func schemaIsFresh() throws {
    let kept = try String(contentsOf: Program.root.appending(path: "Sources/SCHEMA.md"), encoding: .utf8)
    let fresh = try Program.shell("duxin-dev schema", in: Program.root)
    #expect(fresh.status == 0, "\(fresh.err)")
    #expect(fresh.out == kept, "run duxin-dev schema > Sources/SCHEMA.md")
  }

  @Test func savedQueriesAreManyAndEachRuns() throws {
    try Program.inTemporaryFolder { folder in
      let made = try Program.shell("duxin ingest '\(Program.root.path)/SampleLogs' --db a.db --quiet", in: folder)
      #expect(made.status == 0)
      let list = try Program.shell("duxin query --list --format csv", in: folder)
      let names = list.out.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[0] }
      #expect(names.count >= 20)
      for name in names {
        let result = try Program.shell("duxin query --name \(name) --db a.db --format csv", in: folder)
        #expect(result.status == 0, "\(name): \(result.err)")
        // Nothing of SampleLogs came a second time and changed; a transcript wants its name.
        if !["updates", "transcript"].contains(name) {
          #expect(result.out.split(separator: "\n").count > 1, "\(name) finds nothing")
        }
      }
    }
  }
}
