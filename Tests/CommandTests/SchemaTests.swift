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

  /// Where a saved query and the report count the same, they find the same.
  @Test func savedQueriesFindTheFiguresOfTheReport() throws {
    try Program.inTemporaryFolder { folder in
      let made = try Program.shell(
        "duxin run '\(Program.root.path)/SampleLogs' --db a.db --out out --quiet && cat out/*/report.json", in: folder)
      #expect(made.status == 0, "\(made.err)")
      let report = try #require(try JSONSerialization.jsonObject(with: made.stdout) as? [String: Any])
      let period = try #require(report["period"] as? [String: Any])
      let first = try #require(period["first"] as? String)
      let tables = Self.tables(report)
      /// The rows of a saved query in the report's period: a name, and a count for it.
      func counts(_ query: String, _ name: String, _ column: String) throws -> [String: Int] {
        let result = try Program.shell(
          "duxin query --name \(query) --db a.db --format json --since \(first) --until $(date -d '\(first) + 7 days' +%F)",
          in: folder)
        #expect(result.status == 0, "\(result.err)")
        let rows = try JSONSerialization.jsonObject(with: result.stdout) as? [[String: Any]] ?? []
        return Dictionary(rows.map { ($0[name] as? String ?? "", $0[column] as? Int ?? 0) }, uniquingKeysWith: +)
      }
      func told(_ table: String, _ name: String, _ column: String) -> [String: Int] {
        let rows = tables[table]?.map { row in
          (row[name] as? String ?? "", row[column] as? Int ?? (row[column] as? [String: Any])?["count"] as? Int ?? 0)
        }
        return Dictionary(rows ?? [], uniquingKeysWith: +).filter { $0.value > 0 }
      }
      for column in ["conversations", "customers", "negative"] {
        #expect(
          try counts("pain_points", "intent", column).filter { $0.value > 0 } == told("pain_points", "code", column))
      }
      let talk: Set<String> = ["greeting", "thanks_bye", "ack", "provide_info", "other"]
      #expect(
        try counts("intents", "intent", "conversations").filter { !talk.contains($0.key) }
          == told("intents", "code", "conversations"))
      #expect(try counts("emotions", "emotion", "conversations") == told("emotions", "code", "conversations"))
      #expect(
        try counts("price_sensitivity", "level", "conversations")
          == told("price_sensitivity", "code", "conversations"))
      #expect(
        try counts("pain_points_by_product", "product", "conversations")
          == told("pain_points_by_product", "product", "conversations"))
      let funnel = told("purchase_funnel", "code", "conversations")
      for step in ["interested", "ready"] {
        #expect(try counts("purchase_funnel", "shop", step).values.reduce(0, +) == funnel[step])
      }
      let stages = told("service_stages", "code", "answers")
      for stage in ["repeater", "navigator", "mind_reader"] {
        #expect(try counts("service_stage_mix", "speaker", stage).values.reduce(0, +) == stages[stage])
      }
      let days = told("days", "day", "conversations").filter { $0.key >= first }
      #expect(try counts("conversations_by_day", "day", "conversations") == days)
      // Every table names a query, which is there and runs.
      for block in report.blocks where block["table"] != nil {
        #expect(block["query"] is String, "\(block["table"] ?? "")")
      }
      let names = Set(report.blocks.compactMap { $0["query"] as? String })
      #expect(names.count > 8)
      for name in names {
        let result = try Program.shell("duxin query --name \(name) --db a.db --format jsonl", in: folder)
        #expect(result.status == 0 && !result.out.isEmpty, "\(name): \(result.err)")
      }
    }
  }

  private static func tables(_ report: [String: Any]) -> [String: [[String: Any]]] {
    Dictionary(
      report.blocks.compactMap { block in
        (block["table"] as? String).map { ($0, block["rows"] as? [[String: Any]] ?? []) }
      }, uniquingKeysWith: { first, _ in first })
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
        // Nothing of SampleLogs came a second time and changed, it holds no orders, and a transcript wants its name.
        if !["updates", "orders", "transcript"].contains(name) {
          #expect(result.out.split(separator: "\n").count > 1, "\(name) finds nothing")
        }
      }
    }
  }
}

extension [String: Any] {
  /// The blocks of a report.
  fileprivate var blocks: [[String: Any]] {
    (self["pages"] as? [[String: Any]] ?? []).flatMap { $0["sections"] as? [[String: Any]] ?? [] }
      .flatMap { $0["blocks"] as? [[String: Any]] ?? [] }
  }
}
