import ChatModel
import GRDB
import Testing

@testable import ChatStore

@Suite struct LedgerTests {
  @Test func aFileThatIsNotCommittedLeavesNothing() throws {
    let scratch = try Scratch()
    try scratch.ingest([Said("a", at: 60)])
    do {
      let file = try scratch.begin("dropped")
      try file.append(TaggedBatch([Said("b", at: 61)]))
      #expect(try scratch.rows("SELECT text FROM v_turn") == ["a"], "others see what is committed")
    }
    let file = try scratch.begin("failed")
    try file.append(TaggedBatch([Said("c", at: 61)]))
    try file.rollback(because: "gzip-truncated", at: Timestamp(seconds: 5))
    #expect(try scratch.texts() == ["c1": ["a"]])
    #expect(try scratch.rows("SELECT path, status FROM file") == ["a.jsonl|stored", "failed|failed: gzip-truncated"])
    #expect(try scratch.ingest([Said("b", at: 61)]).stored == 1, "the store goes on")
  }

  @Test func problemsAreCountedAndTheFirstAreKept() throws {
    let scratch = try Scratch()
    let file = try scratch.begin()
    var tagged = TaggedBatch([Said("a", at: 60), Said("pic", at: 61, type: .image)])
    let total = FileIngest.problemLimit + 7
    for line in 1...total {
      let place = Location(file: "a.jsonl", line: Int64(line), byte: 5, column: 2)
      tagged.batch.problems.append(
        Problem(code: "json-syntax", severity: .rejected, location: place, message: "no JSON", raw: [0x7B]))
    }
    (tagged.batch.read, tagged.batch.rejected) = (total + 2, total)
    try file.append(tagged)
    try file.add([
      Problem(code: "gzip-garbage", severity: .warning, location: Location(file: "a.jsonl"), message: "rest ignored"),
      Problem(
        code: "record-too-long", severity: .rejected, location: Location(file: "a.jsonl", line: 9), message: "16 MiB"),
    ])
    let counts = try file.commit(scratch.end([1]))
    #expect(counts.read == total + 3 && counts.stored == 2 && counts.rejected == total + 1 && counts.warnings == 1)
    #expect(try scratch.rows("SELECT count(*) FROM reject") == ["\(FileIngest.problemLimit)"])
    let coverage = try scratch.store.coverage(in: Timestamp(seconds: 60)..<Timestamp(seconds: 61))
    #expect(coverage.rejectedByCode == ["json-syntax": total, "record-too-long": 1])
    #expect(coverage.warningsByCode == ["gzip-garbage": 1])
  }

  @Test func coverageIsOfTheFilesThatTouchThePeriod() throws {
    let scratch = try Scratch()
    try scratch.ingest([Said("a", at: 60), Said("b", at: 70)], content: [1])
    try scratch.ingest([Said("b", at: 70), Said("c", at: 100)], content: [2])
    try scratch.ingest([Said("b", at: 70), Said("c", at: 100)], content: [2])
    try scratch.ingest([Said("u", id: "c2")], content: [3])
    func sums(_ range: Range<Int64>?) throws -> [Int] {
      let coverage = try scratch.store.coverage(
        in: range.map { Timestamp(seconds: $0.lowerBound)..<Timestamp(seconds: $0.upperBound) })
      return [coverage.files, coverage.read, coverage.stored, coverage.duplicates]
    }
    #expect(try sums(0..<60) == [0, 0, 0, 0])
    #expect(try sums(60..<70) == [1, 2, 2, 0])
    #expect(try sums(70..<80) == [2, 4, 3, 1])
    #expect(try sums(nil) == [1, 1, 1, 0])
    let extent = try scratch.store.extent()
    #expect(extent.first == Timestamp(seconds: 60) && extent.last == Timestamp(seconds: 100))
    #expect(extent.datedConversations == 1 && extent.undatedConversations == 1 && extent.turns == 4)
  }

  @Test func conversationsAreReadByPeriodAndShop() throws {
    let scratch = try Scratch()
    try scratch.ingest([
      Said("1", id: "b", at: 60, shop: "s"), Said("2", id: "a", at: 60), Said("3", id: "z", at: 50),
      Said("4", id: "z", at: 500), Said("5", id: "u"), Said("6", id: "late", at: 100),
    ])
    func ids(_ range: Range<Int64>?, shop: String? = nil) throws -> [String] {
      let moments = range.map { Timestamp(seconds: $0.lowerBound)..<Timestamp(seconds: $0.upperBound) }
      return try scratch.store.conversations(in: moments, shop: shop).map(\.id)
    }
    #expect(try ids(50..<100) == ["b", "a", "z"], "as they were stored")
    #expect(try ids(60..<61) == ["b", "a"])
    #expect(try ids(nil) == ["u"])
    #expect(try ids(0..<1000, shop: "s") == ["b"])
    #expect(try ids(0..<1000, shop: "t") == [])
    #expect(try ids(nil, shop: "s") == [])
    let started = try scratch.store.conversations(in: Timestamp(seconds: 0)..<Timestamp(seconds: 1000)).map(\.started)
    #expect(started == [60, 60, 50, 100].map { Timestamp(seconds: $0) })

    func read(_ body: (_ read: ([TaggedTurn]) throws -> Void) throws -> Void) throws -> [String] {
      var ids: [String] = []
      try body { ids.append($0[0].conversationID) }
      return ids
    }
    #expect(try read { try scratch.store.forEachConversation($0) } == ["z", "a", "b", "late", "u"])
    #expect(try read { try scratch.store.forEachConversation([2, 5, 1, 99], $0) } == ["a", "late", "b"])
    #expect(throws: CancellationError.self) {
      try scratch.store.forEachConversation { _ in throw CancellationError() }
    }
    #expect(throws: CancellationError.self) {
      try scratch.store.forEachConversation([1]) { _ in throw CancellationError() }
    }
    #expect(try ids(50..<100).count == 3, "a reader that stopped early left nothing open")
  }

  @Test func aFullDiskIsAnErrorAndLosesNothing() throws {
    let scratch = try Scratch()
    try scratch.ingest([Said("a", at: 60)])
    let rows = (0..<3000).map { Said(String(repeating: "x", count: 500), at: Double($0)) }
    try scratch.store.inDatabase { db in try db.execute(sql: "PRAGMA max_page_count = 100") }
    let error = #expect(throws: StoreError.self) { try scratch.ingest(rows, name: "big") }
    #expect(error?.code == "disk-full")
    try scratch.store.inDatabase { db in try db.execute(sql: "PRAGMA max_page_count = 1000000") }
    #expect(try scratch.store.inDatabase { db in try String.fetchOne(db, sql: "PRAGMA integrity_check") } == "ok")
    #expect(try scratch.texts() == ["c1": ["a"]])
    #expect(try scratch.ingest(rows, name: "big").stored == 3000)
  }

  @Test func aLockedDatabaseIsWaitedForAndThenAnError() throws {
    let scratch = try Scratch()
    let file = try scratch.begin()
    let other = try Store(path: scratch.path, lockTimeout: 0.2)
    let error = #expect(throws: StoreError.self) {
      try other.finishRun(1, at: Timestamp(seconds: 1), status: .done)
    }
    #expect(error?.code == "database-locked")
    #expect(try other.extent().turns == 0, "reading goes on")
    try file.rollback()
    try other.finishRun(1, at: Timestamp(seconds: 1), status: .done)
    #expect(try scratch.rows("SELECT status FROM run") == ["done"])
  }

  @Test func turnsAreTaggedAgain() throws {
    let scratch = try Scratch()
    try scratch.ingest([Said("b", at: 61), Said("a", at: 60), Said("c", id: "c2", .agent)])
    func begin(_ rules: String) throws -> Int64 {
      try scratch.store.beginRun(
        RunStart(
          command: "retag", startedAt: Timestamp(seconds: 1), version: TaggerVersion(rules: rules, model: "m"),
          isRedacted: true, zone: "UTC", duxinVersion: "0.1"))
    }
    let run = try begin("rules-2")
    let counts = try scratch.store.retag(run: run) { turns in
      turns.map { turn in
        guard turn.text == "a" else { return turn.tags }
        var tags = CustomerTags()
        tags.intents = RankedLabels([Scored(.bargain, 0.9)])
        tags.emotion = Scored(.confused, 0.9)
        return .customer(tags)
      }
    }
    #expect((counts.conversations, counts.turns, counts.changed) == (2, 3, 1))
    #expect(
      try scratch.rows("SELECT text, intents, rules_version FROM v_turn ORDER BY text")
        == ["a|bargain|rules-2", "b|NULL|rules-2", "c|NULL|rules-2"])
    #expect(
      try scratch.rows("SELECT intents, worst_emotion, turns, started FROM v_conversation WHERE conversation_id = 'c1'")
        == ["bargain|confused|2|1970-01-01T08:01:00+08:00"])
    #expect(try scratch.store.retag(run: try begin("rules-2")) { _ in [] }.turns == 0, "this version tagged them all")
    let next = try begin("rules-3")
    #expect(throws: CancellationError.self) {
      try scratch.store.retag(run: next) { turns in
        if turns.count == 1 { throw CancellationError() }
        return turns.map { _ in .none }
      }
    }
    #expect(try scratch.rows("SELECT count(intents) FROM v_turn") == ["1"], "what fails changes nothing")
  }
}
