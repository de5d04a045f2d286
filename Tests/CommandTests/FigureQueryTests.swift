import Foundation
import Testing

/// The figures of every table of a report, held against the saved query that the table names, with the period's dates.
@Suite struct FigureQueryTests {
  private typealias Row = [String: Any]

  /// How a table is checked: rows of report and query are matched by keys, and their numbers by columns.
  private struct Check {
    var table: String
    /// The report's column and the query's that name a row; empty: all rows are one.
    var key: (report: String, query: String) = ("", "")
    /// The report's columns and the query's that must hold the same number.
    var columns: KeyValuePairs<String, String>
    /// Rows of the query that are another table's.
    var isOurs: @Sendable (Row) -> Bool = { _ in true }
    /// Rows of the report that are about the period.
    var isNow: @Sendable (Row) -> Bool = { _ in true }
  }

  private static let service: KeyValuePairs = [
    "conversations": "conversations", "repeater_share": "repeater", "navigator_share": "navigator",
    "mind_reader_share": "mind_reader", "repeated_share": "repeated_answers", "unmet_feelings": "unmet_feelings",
    "unresolved": "unresolved",
  ]
  private static let price: KeyValuePairs = [
    "conversations": "conversations", "price_high": "high", "price_medium": "medium", "promised": "promised",
    "missed": "missed",
  ]
  private static let stances: KeyValuePairs = ["asked": "asked", "praised": "praised", "blamed": "blamed"]

  private static func choice(_ table: String, _ kind: String) -> Check {
    Check(
      table: table, key: ("code", "choice"), columns: ["conversations": "conversations"],
      isOurs: { $0["kind"] as? String == kind })
  }

  /// Tables whose every row is counted by their query.
  private static let checks: [Check] = [
    Check(
      table: "days", key: ("day", "day"),
      columns: [
        "conversations": "conversations", "with_problem": "with_problem", "negative": "negative",
        "interested": "interested", "unresolved": "unresolved",
      ], isNow: { $0["code"] as? String == "now" }),
    Check(
      table: "shops", key: ("shop", "shop"),
      columns: [
        "conversations": "conversations", "with_problem": "with_problem", "unresolved": "unresolved",
        "interested": "interested", "price_high": "price_high", "repeater_share": "repeater",
      ]),
    Check(table: "service_by_shop", key: ("shop", "shop"), columns: service),
    Check(table: "service_by_channel", key: ("channel", "channel"), columns: service),
    Check(table: "servers", key: ("server", "served_by"), columns: service),
    Check(
      table: "pain_points", key: ("code", "intent"),
      columns: ["conversations": "conversations", "customers": "customers", "negative": "negative"]),
    Check(
      table: "products", key: ("product", "product"),
      columns: ["conversations": "conversations", "with_problem": "with_problem", "unresolved": "unresolved"]),
    Check(table: "pain_points_by_product", key: ("product", "product"), columns: ["conversations": "conversations"]),
    Check(table: "pain_points_by_product", key: ("code", "intent"), columns: ["conversations": "conversations"]),
    Check(table: "attributes", key: ("code", "attribute"), columns: stances),
    Check(
      table: "attributes_by_product", key: ("product", "product"), columns: stances),
    Check(
      table: "intents", key: ("code", "intent"), columns: ["conversations": "conversations"],
      isOurs: { !["greeting", "thanks_bye", "ack", "provide_info", "other"].contains($0["intent"] as? String) }),
    Check(
      table: "offers_asked_for", key: ("code", "intent"), columns: ["conversations": "conversations"],
      isOurs: {
        ["promotion_inquiry", "bargain", "price_inquiry", "price_protection"].contains($0["intent"] as? String)
      }),
    Check(
      table: "emotions", key: ("code", "emotion"),
      columns: ["start_count": "at_the_start", "conversations": "conversations", "end_count": "at_the_end"]),
    Check(
      table: "conversion", key: ("code", "group"),
      columns: [
        "conversations": "inquiries", "paid_within1": "paid_within_1_day", "paid_within4": "paid_within_4_days",
        "orders": "orders", "mean_amount": "order_value", "refunded": "refunded",
      ]),
    Check(table: "missed_sale_reasons", key: ("code", "reason"), columns: ["conversations": "conversations"]),
    Check(table: "bargained_about", key: ("code", "bargain"), columns: ["conversations": "conversations"]),
    Check(
      table: "bargain_replies", key: ("code", "reply"),
      columns: [
        "conversations": "conversations", "promised": "promised", "missed": "missed", "open": "open", "calm": "calm",
      ]),
    Check(table: "price_sensitivity", key: ("code", "level"), columns: ["conversations": "conversations"]),
    Check(table: "price_by_product", key: ("product", "product"), columns: price),
    Check(table: "price_by_channel", key: ("channel", "channel"), columns: price),
    choice("audiences", "audience"), choice("occasions", "occasion"), choice("competitors", "competitor"),
    Check(
      table: "remedies", key: ("code", "remedy"),
      columns: ["feelings": "feelings", "followed": "followed", "eased": "eased"]),
    Check(table: "turning_points", key: ("code", "act"), columns: ["conversations": "conversations"]),
    Check(table: "outcomes", key: ("code", "outcome_reason"), columns: ["conversations": "conversations"]),
    Check(
      table: "answered_wishes", key: ("code", "intent"),
      columns: ["conversations": "conversations", "answered": "answered"]),
    Check(
      table: "response_times", key: ("code", "answered_by"),
      columns: [
        "firsts": "first_responses", "first_mean": "mean_first_response", "within30": "within_30_s",
        "within3_minutes": "within_3_min",
      ]),
    Check(
      table: "automation", key: ("code", "intent"),
      columns: ["conversations": "conversations", "by_bot": "by_bot", "potential": "a_bot_could_take"]),
    Check(
      table: "coverage",
      columns: ["read": "read", "stored": "stored", "duplicates": "duplicates", "rejected": "rejected"]),
    Check(
      table: "certainty", columns: ["turns": "turns", "unsure": "unsure"], isNow: { $0["code"] as? String == "all" }),
    Check(
      table: "hard_conversations", key: ("conversation", "conversation_id"),
      columns: ["points": "points", "unmet_feelings": "unmet_feelings", "repeated_answers": "repeated_answers"]),
  ]

  /// Tables that are checked below in their own way, or whose rows are named in words alone.
  private static let others = [
    "headlines", "purchase_funnel", "service_stages", "service_by_handling", "missed_sales", "new_wording",
    "price_by_campaign",
  ]

  @Test func everyFigureIsWhatItsQueryFinds() throws {
    try Program.inTemporaryFolder { folder in
      let report = try Report(folder)
      for check in Self.checks {
        let table = try #require(report.tables[check.table], "\(check.table)")
        let now = table.rows.filter(check.isNow)
        // Groups such as shops leave out what names none.
        let found = try report.rows(of: table.query).filter {
          check.isOurs($0) && (check.key.query.isEmpty || $0[check.key.query] is String)
        }
        var expected: [String: [String: Double]] = [:]
        var told: [String: [String: Double]] = [:]
        for (reportColumn, queryColumn) in check.columns {
          for row in found {
            expected[row[check.key.query] as? String ?? "", default: [:]][reportColumn, default: 0] +=
              (row[queryColumn] as? NSNumber)?.doubleValue ?? 0
          }
          for row in now {
            let number = check.table == "coverage" ? Self.number(row["records"]) : Self.number(row[reportColumn])
            guard check.table != "coverage" || row["code"] as? String == reportColumn else { continue }
            told[row[check.key.report] as? String ?? "", default: [:]][reportColumn, default: 0] += number
          }
        }
        // A table of a page may hold the largest alone, or rows of the period before.
        if check.table == "hard_conversations" { expected = expected.filter { told[$0.key] != nil } }
        expected = expected.filter { $0.value.values.contains { $0 != 0 } }
        told = told.filter { $0.value.values.contains { $0 != 0 } }
        #expect(!told.isEmpty, "\(check.table) is empty: nothing was checked")
        #expect(told == expected, "\(check.table) against \(table.query)")
      }
      try Self.checkTheOthers(report)
      let known = Set(Self.checks.map(\.table) + Self.others)
      #expect(Set(report.tables.keys).subtracting(known).isEmpty, "a table that nobody checks")
      for table in report.tables.values {
        #expect(report.html.contains("href=\"#query-\(table.query)\""), "the page links \(table.query)")
      }
    }
  }

  private static func checkTheOthers(_ report: Report) throws {
    /// The sum of a column of a table's query.
    func sum(_ table: String, _ column: String) throws -> Double {
      try report.rows(of: try #require(report.tables[table]).query)
        .reduce(0) { $0 + (($1[column] as? NSNumber)?.doubleValue ?? 0) }
    }
    func told(_ table: String, _ column: String) -> [String: Double] {
      let rows = report.tables[table]?.rows ?? []
      return Dictionary(rows.map { ($0["code"] as? String ?? "", number($0[column])) }, uniquingKeysWith: +)
    }
    let headlines = told("headlines", "conversations")
    for (code, column) in [
      ("problems", "with_problem"), ("negative", "negative"), ("interested", "interested"),
      ("caringForPrice", "caring_for_price"), ("unresolved", "unresolved"), ("unmetFeelings", "with_unmet_feeling"),
      ("repeats", "with_repeated_answers"),
    ] { #expect(try sum("headlines", column) == headlines[code], "\(code)") }
    for step in ["interested", "ready", "promised", "missed", "open"] {
      #expect(try sum("purchase_funnel", step) == told("purchase_funnel", "conversations")[step], "\(step)")
    }
    for stage in ["repeater", "navigator", "mind_reader"] {
      #expect(try sum("service_stages", stage) == told("service_stages", "answers")[stage], "\(stage)")
    }
    // Rows with translated names and no code: their numbers as a set.
    for (table, columns) in [("service_by_handling", service), ("price_by_campaign", price)] {
      let shown = try #require(report.tables[table])
      let query = try report.rows(of: shown.query)
      func lines(_ rows: [Row], _ names: [String]) -> [[Double]] {
        rows.map { row in names.map { number(row[$0]) } }.sorted { $0.lexicographicallyPrecedes($1) }
      }
      #expect(!shown.rows.isEmpty)
      #expect(lines(shown.rows, columns.map(\.key)) == lines(query, columns.map(\.value)), "\(table)")
    }
    let missed = try #require(report.tables["missed_sales"])
    let ids = Set(try report.rows(of: missed.query).compactMap { $0["conversation_id"] as? String })
    #expect(!missed.rows.isEmpty && missed.rows.allSatisfy { ids.contains($0["conversation"] as? String ?? "") })
    let wording = try #require(report.tables["new_wording"])
    #expect(!wording.rows.isEmpty)
    for row in wording.rows {
      let phrase = try #require(row["phrase"] as? String)
      let turns = try report.rows(of: wording.query, "--parameter 'text=\(phrase)'")
      let conversations = Set(turns.compactMap { $0["conversation_id"] as? String })
      #expect(Double(conversations.count) == number(row["conversations"]), "\(phrase)")
    }
  }

  private static func number(_ value: Any?) -> Double {
    ((value as? Row)?["count"] as? NSNumber ?? value as? NSNumber)?.doubleValue ?? 0
  }

  /// The report of SampleLogs, its tables, and the database behind it.
  private struct Report {
    var tables: [String: (query: String, rows: [Row])] = [:]
    var html: String
    private let folder: URL
    private let span: String

    init(_ folder: URL) throws {
      self.folder = folder
      let made = try Program.shell(
        "duxin run '\(Program.root.path)/SampleLogs' --db a.db --out out --quiet && mv out/*/* . && cat report.json",
        in: folder)
      #expect(made.status == 0, "\(made.err)")
      html = try String(contentsOf: folder.appending(path: "report.html"), encoding: .utf8)
      let json = try #require(try JSONSerialization.jsonObject(with: made.stdout) as? Row)
      let first = try #require((json["period"] as? Row)?["first"] as? String)
      span = "--since \(first) --until $(date -d '\(first) + 7 days' +%F)"
      for block in json.blocks {
        guard let name = block["table"] as? String else { continue }
        let query = try #require(block["query"] as? String, "\(name) names no query")
        tables[name] = (query, block["rows"] as? [Row] ?? [])
      }
    }

    func rows(of query: String, _ more: String = "") throws -> [Row] {
      let result = try Program.shell(
        "duxin query --name \(query) --db a.db --format json \(span) \(more)", in: folder)
      #expect(result.status == 0, "\(query): \(result.err)")
      return try JSONSerialization.jsonObject(with: result.stdout) as? [Row] ?? []
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
