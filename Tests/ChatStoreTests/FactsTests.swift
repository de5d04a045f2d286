import ChatModel
import Foundation
import GRDB
import Testing

@testable import ChatStore

@Suite struct FactsTests {
  /// Works out the facts of what is stale, and says which conversations these were.
  ///
  /// - Parameter parts: it is broken off after so many parts, of one conversation each.
  private static func refresh(_ scratch: Scratch, version: String = "1", parts: Int = .max) throws -> [String] {
    var seen: [String] = []
    var last: Int64 = 0
    try scratch.store.forgetFacts(exceptOf: version)
    try expectMarks(scratch)
    while seen.count < parts,
      let (row, turns) = try scratch.store.conversationsWithoutFacts(after: last, turnLimit: 1).first
    {
      last = row
      seen.append(turns[0].conversationID)
      var facts = StoredFacts()
      (facts.outcome, facts.outcomeReason, facts.handledBy) = ("unresolved", "not_answered", "nobody")
      facts.wishes = "urge_delivery"
      (facts.matterBits, facts.intentBits) = (turns[0].text.contains("物流") ? 4 : 8, 1)
      facts.orderID = turns[0].text.contains("另一单") ? "O2" : nil
      try scratch.store.keep([(row, facts)])
      try expectMarks(scratch)
    }
    return seen.sorted()
  }

  /// The conversations that are marked are those without facts, no more and no fewer.
  private static func expectMarks(_ scratch: Scratch) throws {
    let (marked, missing) = try scratch.store.inDatabase { db in
      (
        try Int64.fetchAll(db, sql: "SELECT conversation FROM conversation_without_facts ORDER BY 1"),
        try Int64.fetchAll(
          db, sql: "SELECT id FROM conversation WHERE id NOT IN (SELECT conversation FROM conversation_fact) ORDER BY 1"
        )
      )
    }
    #expect(marked == missing)
  }

  @Test func onlyWhatIsNewOrChangedIsWorkedOut() throws {
    let scratch = try Scratch()
    try scratch.ingest([Said("a", id: "c1", at: 60), Said("b", id: "c2", at: 61), Said("c", id: "c3", at: 62)])
    #expect(try Self.refresh(scratch) == ["c1", "c2", "c3"])
    #expect(try Self.refresh(scratch) == [])
    // The next night: c2 goes on, c4 is new, c1 comes again as it was.
    try scratch.ingest([Said("a", id: "c1", at: 60), Said("d", id: "c2", at: 90), Said("e", id: "c4", at: 91)])
    #expect(try Self.refresh(scratch) == ["c2", "c4"])
    #expect(try Self.refresh(scratch, version: "2") == ["c1", "c2", "c3", "c4"], "facts are read another way")
    try scratch.store.retag(run: scratch.beginRun()) { $0.map { _ in .none } }
    #expect(try Self.refresh(scratch, version: "2").count == 4, "other tags")
  }

  @Test func whatWasBrokenOffGoesOn() throws {
    let scratch = try Scratch()
    try scratch.ingest([Said("a", id: "c1", at: 60), Said("b", id: "c2", at: 61), Said("c", id: "c3", at: 62)])
    #expect(try Self.refresh(scratch, parts: 2) == ["c1", "c2"])
    #expect(try Self.refresh(scratch) == ["c3"])
    #expect(try Self.refresh(scratch, version: "2", parts: 1) == ["c1"])
    #expect(try Self.refresh(scratch, version: "2") == ["c2", "c3"])
    // As many turns as are asked for, in whole conversations.
    try scratch.store.forgetFacts(exceptOf: "3")
    #expect(try scratch.store.conversationsWithoutFacts(after: 0, turnLimit: 2).map(\.row) == [1, 2])
    #expect(try scratch.store.conversationsWithoutFacts(after: 2, turnLimit: 2).map(\.row) == [3])
    #expect(try scratch.store.conversationsWithoutFacts(after: 3, turnLimit: 2).isEmpty)
  }

  /// Customer, first words, day: and the conversation it repeats.
  @Test func whoCameAgain() throws {
    let scratch = try Scratch()
    let day = 86_400.0
    try scratch.ingest([
      Said("物流", id: "first", at: day, customer: "u1"),
      Said("物流", id: "again", at: 3 * day, customer: "u1"),
      Said("退款", id: "another matter", at: 4 * day, customer: "u1"),
      Said("物流", id: "another customer", at: 4 * day, customer: "u2"),
      Said("物流，另一单", id: "names an order", at: 5 * day, customer: "u1"),
      Said("物流", id: "too late", at: 13 * day, customer: "u1"),
    ])
    _ = try Self.refresh(scratch)
    #expect(
      try scratch.rows(
        "SELECT conversation_id, repeat_of FROM v_conversation WHERE repeat_of IS NOT NULL ORDER BY started")
        == ["again|first", "names an order|again"])
    let contacts = try scratch.store.contacts(in: Timestamp(seconds: 0)..<Timestamp(seconds: Int64(4 * day)))
    #expect(contacts.map(\.conversationID) == ["first", "again"])
  }

  @Test func openConversationsComeNewestFirst() throws {
    let scratch = try Scratch()
    try scratch.ingest([Said("a", id: "old", at: 60), Said("b", id: "new", at: 200), Said("c", id: "undated")])
    _ = try Self.refresh(scratch)
    let rows = try scratch.store.openConversations(since: Timestamp(seconds: 100), limit: 10)
    var ids: [String] = []
    try scratch.store.forEachConversation(rows) { ids.append($0[0].conversationID) }
    #expect(ids == ["new", "undated"])
    #expect(try scratch.store.openConversations(since: Timestamp(seconds: 0), limit: 1).count == 1)
  }

  /// A database of an old version, with facts of the first conversation where that version has facts.
  @Test(arguments: [("v1", [1, 2]), ("v3", [2])])
  func anOldDatabaseIsBroughtUpToDate(version: String, without: [Int64]) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "duxin-old-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "duxin.db").path
    let queue = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(queue, upTo: version)
    try queue.write { db in
      try Schema.addLabels(db)
      for row in 1...2 {
        try db.execute(
          sql: """
            INSERT INTO conversation VALUES (?1, 'c' || ?1, NULL, NULL, NULL, 60, 60, 1, 1, 0, 0, 0, 0, 0, NULL, 0, 0);
            INSERT INTO turn(id, tags, tagger, file, text) VALUES (?1 << 24, 0, 1, 1, 'a');
            """, arguments: [row, row])
      }
      guard version != "v1" else { return }
      let needed = """
        outcome, outcome_reason, handled_by, asked_for_human, handed_over, unmeasurable_waits, purchase_signal,
        purchase_end, wishes, answered_wishes, intent_bits, matter_bits, closed_by_bot
        """
      try db.execute(
        sql: """
          INSERT INTO conversation_fact(conversation, \(needed))
            VALUES (1, 'unknown', 'no_request', 'nobody', 0, 0, 0, 'none', 'none', '', '', 0, 0, 0)
          """)
    }
    try queue.close()
    let store = try Store(path: path)
    #expect(try store.conversationsWithoutFacts(after: 0, turnLimit: 10).map(\.row) == without)
    try store.keep(without.map { ($0, StoredFacts()) })
    #expect(try store.conversationsWithoutFacts(after: 0, turnLimit: 10).isEmpty)
    let seen = try store.inDatabase { db in
      try Row.fetchAll(db, sql: "SELECT conversation_id, outcome, repeat_of FROM v_conversation").count
    }
    #expect(seen == 2)
  }
}
