import ChatModel
import Foundation
import GRDB
import Testing

@testable import ChatStore

@Suite struct SchemaTests {
  @Test func viewsHaveTheColumnsOfTheContract() throws {
    let scratch = try Scratch()
    let columns = { (view: String) in
      try scratch.store.inDatabase { db in try db.columns(in: view).map(\.name).joined(separator: " ") }
    }
    #expect(
      try columns("v_turn") == """
        conversation_id turn speaker speaker_id customer_id timestamp shop channel product order_id message_type text \
        intents emotion emotion_intensity price_sensitivity purchase_signal acts service_stage rules_version \
        model_version
        """)
    #expect(
      try columns("v_conversation").hasPrefix(
        "conversation_id shop channel customer_id started ended turns customer_turns"))
  }

  @Test func labelTablesHoldTheNamesOfTheGuide() throws {
    let scratch = try Scratch()
    #expect(try scratch.rows("SELECT name FROM intent ORDER BY code") == Intent.names)
    #expect(try scratch.rows("SELECT name FROM act ORDER BY code") == Act.names)
    #expect(try scratch.rows("SELECT name FROM emotion ORDER BY code") == Emotion.names)
    #expect(try scratch.rows("SELECT name FROM service_stage ORDER BY code") == ServiceStage.names)
  }

  @Test func everyTableIsStrict() throws {
    let scratch = try Scratch()
    let loose = try scratch.store.inDatabase { db in
      try String.fetchAll(
        db, sql: "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite%'")
    }
    #expect(loose == ["grdb_migrations"])
  }

  @Test func filesAreForTheirOwnerOnly() throws {
    let scratch = try Scratch()
    let file = try scratch.begin()
    try file.append(TaggedBatch([Said("a", at: 60)]))
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.folder).sorted()
    #expect(names == ["duxin.db", "duxin.db-shm", "duxin.db-wal"])
    for name in names {
      let mode =
        try FileManager.default.attributesOfItem(atPath: "\(scratch.folder)/\(name)")[.posixPermissions] as? Int
      #expect(mode == 0o600, "\(name)")
    }
    #expect(!scratch.store.isReadableByOthers)
    try file.rollback()
    scratch.store.close()
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder) == ["duxin.db"], "one file to copy")
  }

  @Test func aNewerDatabaseIsRefusedAndNotTouched() throws {
    let scratch = try Scratch()
    try scratch.store.write { db in try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99')") }
    scratch.store.close()
    let before = try Data(contentsOf: URL(filePath: scratch.path))
    for access in [Store.Access.readWrite, .readOnly] {
      #expect(throws: StoreError.self) { try Store(path: scratch.path, access: access) }
      do { _ = try Store(path: scratch.path, access: access) } catch { #expect(error.code == "newer-version") }
    }
    #expect(try Data(contentsOf: URL(filePath: scratch.path)) == before)
  }

  @Test func whatIsNoDatabaseOfOursIsRefused() throws {
    let scratch = try Scratch()
    func code(_ path: String, _ access: Store.Access = .readWrite) -> String {
      do {
        _ = try Store(path: path, access: access)
        return "opened"
      } catch { return error.code }
    }
    let text = scratch.folder + "/text.db"
    try Data("this is a text, and longer than the header of a database, which has 100 bytes in all ...".utf8)
      .write(to: URL(filePath: text))
    let other = scratch.folder + "/other.db"
    try DatabaseQueue(path: other).write { db in try db.execute(sql: "CREATE TABLE t(a)") }
    #expect(code(text) == "not-a-database")
    #expect(code(other) == "not-duxin")
    #expect(code(scratch.folder + "/none.db", .readOnly) == "not-found")
    #expect(code(scratch.folder + "/none/none.db") == "cannot-open")
    #expect(code(scratch.folder) != "opened", "a folder")
    #expect(try Data(contentsOf: URL(filePath: text)).count == 88, "what is refused is not touched")
  }

  @Test func tagsComeBack() throws {
    var customer = CustomerTags()
    customer.intents = RankedLabels(Intent.allCases.suffix(8).map { Scored($0, 0.5) })
    customer.emotion = Scored(.angry, 0.97)
    customer.intensity = 3
    customer.price = Scored(.high, 0.74)
    customer.purchase = Scored(.strong, 1)
    var service = ServiceTags()
    service.acts = RankedLabels([Scored(.other, 0.25), Scored(.greeting, 0)])
    service.stage = Scored(.mindReader, 0.88)
    let tags: [TurnTags] = [.customer(customer), .service(service), .none, .customer(CustomerTags())]
    let speakers: [Speaker] = [.customer, .bot, .system, .customer]
    let scratch = try Scratch()
    try scratch.ingest(zip(tags, speakers).enumerated().map { Said("t", $1.1, at: Double($0), tags: $1.0) })
    var read: [TurnTags] = []
    try scratch.store.forEachConversation { read += $0.map(\.tags) }
    #expect(read == tags)
    let names = Intent.allCases.suffix(8).map(\.name).joined(separator: ",")
    let columns = "intents, emotion, emotion_intensity, price_sensitivity, purchase_signal, acts, service_stage"
    #expect(
      try scratch.rows("SELECT \(columns) FROM v_turn ORDER BY turn") == [
        "\(names)|angry|3|high|strong|NULL|NULL", "NULL|NULL|NULL|NULL|NULL|other,greeting|mind_reader",
        "NULL|NULL|NULL|NULL|NULL|NULL|NULL", "|neutral|0|none|none|NULL|NULL",
      ])
    #expect(
      try scratch.rows("SELECT worst_emotion, price_sensitivity, service_stage, last_speaker FROM v_conversation")
        == ["angry|high|mind_reader|customer"])
  }

  @Test func timesAreShownInTheZoneOfTheDatabase() throws {
    // New York: summer time ended 2026-11-01 at 06:00 UTC.
    let scratch = try Scratch(zone: "America/New_York")
    let moments: [Int64] = [-1, 0, 1_793_512_799_500_000, 1_793_512_800_000_000, 1_793_512_800_000_001]
    try scratch.ingest(moments.map { Said("t", at: Double($0) / 1_000_000) })
    #expect(
      try scratch.rows("SELECT timestamp FROM v_turn ORDER BY turn") == [
        "1969-12-31T18:59:59.999999-05:00", "1969-12-31T19:00:00-05:00", "2026-11-01T01:59:59.500-04:00",
        "2026-11-01T01:00:00-05:00", "2026-11-01T01:00:00.000001-05:00",
      ])
    _ = try scratch.beginRun(zone: "Asia/Shanghai")
    #expect(try scratch.store.zone() == "America/New_York", "the first run decides")
    let query = try ReadOnlyQuery(path: scratch.path)
    #expect(try query.text(of: Timestamp(seconds: 1_793_512_800)) == "2026-11-01T01:00:00-05:00")
    do { _ = try Scratch(zone: "Mars/Olympus") } catch { #expect((error as? StoreError)?.code == "unknown-zone") }
  }
}
