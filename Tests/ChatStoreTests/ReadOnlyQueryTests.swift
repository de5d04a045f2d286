import ChatModel
import Foundation
import Testing

@testable import ChatStore

@Suite struct ReadOnlyQueryTests {
  struct Attack: CustomTestStringConvertible, Sendable {
    var sql: String
    var code: String
    var testDescription: String { sql }
  }

  static let attacks: [Attack] = [
    Attack(sql: "INSERT INTO meta VALUES ('a', 'b')", code: "query-refused"),
    Attack(sql: "WITH x AS (SELECT 1) INSERT INTO meta SELECT 'a', 'b'", code: "query-refused"),
    Attack(sql: "UPDATE turn SET text = ''", code: "query-refused"),
    Attack(sql: "DELETE FROM turn", code: "query-refused"),
    Attack(sql: "DROP TABLE turn", code: "query-refused"),
    Attack(sql: "CREATE TEMP TABLE t(a)", code: "query-refused"),
    Attack(sql: "ATTACH 'FOLDER/other.db' AS o", code: "query-refused"),
    Attack(sql: "DETACH main", code: "query-refused"),
    Attack(sql: "VACUUM INTO 'FOLDER/copy.db'", code: "query-refused"),
    Attack(sql: "PRAGMA query_only = 0", code: "query-refused"),
    Attack(sql: "PRAGMA journal_mode = DELETE", code: "query-refused"),
    Attack(sql: "SELECT * FROM pragma_table_info('turn')", code: "query-refused"),
    Attack(sql: "BEGIN", code: "query-refused"),
    Attack(sql: "SAVEPOINT a", code: "query-refused"),
    Attack(sql: "ANALYZE", code: "query-refused"),
    Attack(sql: "REINDEX", code: "query-refused"),
    Attack(sql: "SELECT load_extension('x')", code: "query-refused"),
    Attack(sql: "SELECT length(randomblob(500000000))", code: "query-refused"),
    Attack(sql: "SELECT length(zeroblob(500000000))", code: "query-refused"),
    Attack(sql: "SELECT printf('%*d', 100000000, 1)", code: "query-refused"),
    Attack(sql: "SELECT format('%*d', 100000000, 1)", code: "query-refused"),
    Attack(sql: "SELECT fts3_tokenizer('x')", code: "query-refused"),
    Attack(sql: "SELECT 1; DELETE FROM turn", code: "query-refused"),
    Attack(sql: "SELECT 1; SELECT 2", code: "query-refused"),
    Attack(sql: "", code: "query-syntax"),
    Attack(sql: "-- nothing", code: "query-syntax"),
    Attack(sql: "SELEC 1", code: "query-syntax"),
    Attack(sql: "SELECT * FROM nothing", code: "query-syntax"),
    Attack(sql: "SELECT ?", code: "query-syntax"),
    Attack(
      sql: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", code: "query-timeout"
    ),
    Attack(
      sql: """
        WITH RECURSIVE n(i, t) AS (SELECT 1, 'xxxxxxxxxxxxxxxx' UNION ALL SELECT i + 1, t || t FROM n WHERE i < 40)
        SELECT max(length(t)) FROM n
        """, code: "query-too-big"),
  ]

  @Test(arguments: attacks) func nothingButReading(_ attack: Attack) throws {
    let scratch = try Scratch()
    try scratch.ingest([Said("secret", at: 60)])
    scratch.store.close()
    let before = try Data(contentsOf: URL(filePath: scratch.path))
    var limits = ReadOnlyQuery.Limits()
    limits.seconds = 0.3
    limits.valueBytes = 1 << 20
    let query = try ReadOnlyQuery(path: scratch.path, limits: limits)
    let error = #expect(throws: StoreError.self) {
      let sql = attack.sql.replacing("FOLDER", with: scratch.folder)
      try query.run(sql, columns: { _ in }) { _ in }
    }
    #expect(error?.code == attack.code, "\(error?.message ?? "")")
    #expect(try Data(contentsOf: URL(filePath: scratch.path)) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder) == ["duxin.db"], "no file appears")
  }

  @Test func valuesKeepTheirTypes() throws {
    let scratch = try Scratch()
    let query = try ReadOnlyQuery(path: scratch.path)
    var names: [String] = []
    var values: [QueryValue] = []
    let sql =
      "SELECT 19007199254740993 AS id, 1.5 AS half, 'a' || char(0) || 'b' AS t, x'00FF' AS b, :none, :given AS g"
    try query.run(sql, parameters: ["given": .text("数")], columns: { names = $0 }) { values = $0 }
    #expect(names == ["id", "half", "t", "b", ":none", "g"])
    let expected: [QueryValue] = [
      .integer(19_007_199_254_740_993), .real(1.5), .text("a\u{0}b"), .blob([0, 255]), .null, .text("数"),
    ]
    #expect(values == expected)
  }

  @Test func theLimitOfRowsIsAnnounced() throws {
    let scratch = try Scratch()
    try scratch.ingest((0..<5).map { Said("t", at: Double($0)) })
    func outcome(_ limit: Int) throws -> ReadOnlyQuery.Outcome {
      var limits = ReadOnlyQuery.Limits()
      limits.rows = limit
      return try ReadOnlyQuery(path: scratch.path, limits: limits)
        .run("SELECT * FROM v_turn", columns: { _ in }) { _ in }
    }
    #expect(try outcome(5) == ReadOnlyQuery.Outcome(rows: 5, isCut: false))
    #expect(try outcome(4) == ReadOnlyQuery.Outcome(rows: 4, isCut: true))
  }

  @Test func readingWorksWhileAFileIsStored() throws {
    let scratch = try Scratch()
    try scratch.ingest([Said("a", at: 60)])
    let file = try scratch.begin("b")
    try file.append(TaggedBatch([Said("b", at: 61)]))
    #expect(try scratch.rows("SELECT text FROM v_turn") == ["a"])
    _ = try file.commit(scratch.end([9]))
    #expect(try scratch.rows("SELECT text FROM v_turn ORDER BY turn") == ["a", "b"])
  }

  @Test func savedQueriesHaveAHeaderAndRun() throws {
    let scratch = try Scratch()
    var tags = CustomerTags()
    tags.intents = RankedLabels([Scored(.qualityIssue, 0.9), Scored(.returnRefund, 0.8)])
    tags.emotion = Scored(.angry, 0.9)
    tags.purchase = Scored(.strong, 0.9)
    try scratch.ingest([Said("坏了", at: 60, customer: "k", tags: .customer(tags)), Said("?", .bot, at: 61)])
    #expect(SavedQuery.shipped.count >= 12)
    #expect(SavedQuery.shipped.map(\.name) == SavedQuery.shipped.map(\.name).sorted())
    for saved in SavedQuery.shipped {
      #expect(!saved.about.isEmpty, "\(saved.name)")
      // The placeholders of the statement are those of its header.
      let used = Set(saved.sql.matches(of: /:([a-z]+)\b/).map { String($0.1) }.filter { $0 != "about" })
      #expect(used == Set(saved.parameters), "\(saved.name)")
      _ = try scratch.rows(saved.sql)
    }
    let pains = SavedQuery.named("pain_points")?.sql ?? ""
    #expect(try scratch.rows(pains) == ["quality_issue|1|1|1|100.0"], "the refund is its remedy")
    let since = QueryValue.text("1970-01-01T09:00:00+08:00")
    #expect(try scratch.rows(pains, ["since": since]) == [])
    #expect(try scratch.rows(pains, ["until": since]).count == 1)
  }
}
