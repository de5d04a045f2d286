import ChatModel
import ChatStore
import Testing

/// Each turn counts once: what several files do to a database, told as texts.
@Suite struct CountOnceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var reason: String
    /// Files, one after another.
    var files: [[String]]
    /// What the conversation holds in the end.
    var expected: [String]
    /// Stored, duplicates, updated and rejected of each file.
    var counts: [[Int]]
    var testDescription: String { reason }
  }

  /// `number@time#message/speaker:text`, each part but the text may be missing.
  static func said(_ line: String) -> Said {
    let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    var said = Said(String(parts[1]))
    var mark: Character = "n"
    var value = ""
    for character in parts[0] + "." {
      guard "@#/.".contains(character) else {
        value.append(character)
        continue
      }
      if !value.isEmpty {
        switch mark {
        case "n": said.number = Int64(value)
        case "@": said.at = Double(value)
        case "#": said.message = value
        default: said.speaker = value == "a" ? .agent : .customer
        }
      }
      (mark, value) = (character, "")
    }
    return said
  }

  static let cases: [Case] = [
    Case(
      reason: "a file that grew keeps what was there, also with equal times",
      files: [["@60:a", "@60:b"], ["@60:a", "@60:b", "@60:c", "@61:d"]], expected: ["a", "b", "c", "d"],
      counts: [[2, 0, 0, 0], [2, 2, 0, 0]]),
    Case(
      reason: "the same words in the same second are two turns when one file says so",
      files: [["@60:ok", "@60:ok"], ["@60:ok", "@60:ok", "@60:ok"]], expected: ["ok", "ok", "ok"],
      counts: [[2, 0, 0, 0], [1, 2, 0, 0]]),
    Case(
      reason: "windows that overlap, numbered anew from 1",
      files: [["1@60:a", "2@61:b", "3@62:c"], ["1@61:b", "2@62:c", "3@63:d"]], expected: ["a", "b", "c", "d"],
      counts: [[3, 0, 0, 0], [1, 2, 0, 0]]),
    Case(
      reason: "a numbered record twice in a file counts once",
      files: [["1@60:a", "1@60:a", "2@61:b"]], expected: ["a", "b"], counts: [[2, 1, 0, 0]]),
    Case(
      reason: "the same number with another text in one file is a conflict; the first is kept",
      files: [["1@60:a", "2@61:b", "2@61:x"]], expected: ["a", "b"], counts: [[2, 0, 0, 1]]),
    Case(
      reason: "the same number and time with another text in a later export is an update",
      files: [["1@60:a", "2@61:b"], ["1@60:a", "2@61:B"]], expected: ["a", "B"], counts: [[2, 0, 0, 0], [0, 2, 1, 0]]),
    Case(
      reason: "the same number and time from another speaker is a conflict",
      files: [["1@60:a"], ["1@60/a:x"]], expected: ["a"], counts: [[1, 0, 0, 0], [0, 0, 0, 1]]),
    Case(
      reason: "the same number at another time is another turn: exports that count anew each day",
      files: [["1@60:hi", "2@61:a"], ["1@90000:hi", "2@90001:b"]], expected: ["hi", "a", "hi", "b"],
      counts: [[2, 0, 0, 0], [2, 0, 0, 0]]),
    Case(
      reason: "numbered anew, and two turns in one second",
      files: [["1@60:a", "2@60:b"], ["1@60:b", "2@60:c"]], expected: ["a", "b", "c"],
      counts: [[2, 0, 0, 0], [1, 1, 0, 0]]),
    Case(
      reason: "a copy whose times a spreadsheet cut to the minute",
      files: [["1@3661:a", "2@3675.5:b"], ["1@3660:a", "2@3660:b"]], expected: ["a", "b"],
      counts: [[2, 0, 0, 0], [0, 2, 0, 0]]),
    Case(
      reason: "another text under the same message id is an update, at any time",
      files: [["@60#m1:a", "@61#m2:b"], ["@60#m1:a", "@99#m2:B", "@62#m3:c"]], expected: ["a", "B", "c"],
      counts: [[2, 0, 0, 0], [1, 2, 1, 0]]),
    Case(
      reason: "the same message id twice in one file counts once",
      files: [["#m1:a", "#m1:a"]], expected: ["a"], counts: [[1, 1, 0, 0]]),
    Case(
      reason: "an export without message ids is known again by time and text",
      files: [["@60#m1:a"], ["@60:a", "@61:b"]], expected: ["a", "b"], counts: [[1, 0, 0, 0], [1, 1, 0, 0]]),
    Case(
      reason: "without number, time and id: a file that grew keeps its beginning",
      files: [[":a", ":b"], [":a", ":b", ":b", ":c"]], expected: ["a", "b", "b", "c"],
      counts: [[2, 0, 0, 0], [2, 2, 0, 0]]),
    Case(
      reason: "without number, time and id: the same words again in one file are turns of their own",
      files: [[":a", ":a", ":a"]], expected: ["a", "a", "a"], counts: [[3, 0, 0, 0]]),
    Case(
      reason: "without number, time and id: a second part goes on",
      files: [[":a", ":b"], [":c", ":d"]], expected: ["a", "b", "c", "d"], counts: [[2, 0, 0, 0], [2, 0, 0, 0]]),
    Case(
      reason: "without number, time and id: a window that overlaps the end",
      files: [[":a", ":b", ":c"], [":b", ":c", ":d"]], expected: ["a", "b", "c", "d"],
      counts: [[3, 0, 0, 0], [1, 2, 0, 0]]),
    Case(
      reason: "without number, time and id: a new chat that begins with the same greeting is not the old one",
      files: [[":hi", ":a", ":b"], [":hi", ":x"]], expected: ["hi", "a", "b", "hi", "x"],
      counts: [[3, 0, 0, 0], [2, 0, 0, 0]]),
    Case(
      reason: "without number, time and id: a piece from the middle adds nothing",
      files: [[":a", ":b", ":c"], [":b"]], expected: ["a", "b", "c"], counts: [[3, 0, 0, 0], [0, 1, 0, 0]]),
    Case(
      reason: "turns out of order and with gaps are read in the order of their numbers",
      files: [["5:e", "1:a", "9:i", "3:c"]], expected: ["a", "c", "e", "i"], counts: [[4, 0, 0, 0]]),
    Case(
      reason: "newest first is read oldest first",
      files: [["@63:c", "@62:b", "@61:a"]], expected: ["a", "b", "c"], counts: [[3, 0, 0, 0]]),
  ]

  @Test(arguments: cases) func filesInOrder(_ test: Case) throws {
    for chunk in [1, 2, 1000] {
      let scratch = try Scratch()
      for (file, expected) in zip(test.files, test.counts) {
        let counts = try scratch.ingest(file.map(Self.said), chunk: chunk)
        #expect(counts.read == counts.stored + counts.duplicates + counts.rejected)
        #expect([counts.stored, counts.duplicates, counts.updated, counts.rejected] == expected)
      }
      #expect(try scratch.texts()["c1"] == test.expected)
      // The last file once more, with one byte more in it, is nothing new.
      let last = test.files.last.map { $0.map(Self.said) } ?? []
      let again = try scratch.ingest(last, chunk: chunk, content: [1])
      #expect(again.stored == 0)
      #expect(try scratch.texts()["c1"] == test.expected)
    }
  }

  @Test func theSameContentChangesNothing() throws {
    let scratch = try Scratch()
    let rows = [Said("a", at: 60), Said("b", at: 61), Said("x", at: 61, number: 1), Said("y", at: 61, number: 1)]
    let first = try scratch.ingest(rows, name: "a.csv", content: [7])
    let again = try scratch.ingest(rows, name: "copy of a.csv.gz", content: [7])
    #expect(!first.isSeenAgain && first.rejected == 1)
    #expect(again.isSeenAgain && again.stored == 0 && again.read == again.duplicates + again.rejected)
    let files = try scratch.rows("SELECT path, status, same_as, stored FROM file ORDER BY id")
    #expect(files == ["a.csv|stored|NULL|3", "copy of a.csv.gz|seen-again|1|0"])
    #expect(try scratch.rows("SELECT count(*) FROM reject") == ["1"], "rejects are not kept twice")
    let known = try scratch.store.knownFile(fileHash: [7])
    #expect(known?.path == "copy of a.csv.gz" && known?.counts.isSeenAgain == true)
    #expect(try scratch.store.knownFile(fileHash: [8]) == nil)
  }

  @Test func theSameContentReadAnotherWayIsReadAgain() throws {
    let scratch = try Scratch()
    try scratch.ingest([], content: [7], reading: "canonical")
    let counts = try scratch.ingest([Said("a", at: 60)], content: [7], reading: "jddc")
    #expect(counts.stored == 1 && !counts.isSeenAgain)
  }

  @Test func anUpdateKeepsWhatWas() throws {
    let scratch = try Scratch()
    try scratch.ingest([Said("old words", at: 60, message: "m1")])
    try scratch.ingest([Said("new words", at: 60, message: "m1")], name: "b.jsonl")
    let sql = "SELECT text_before, text_now, changed_by FROM (\(SavedQuery.named("updates")?.sql ?? ""))"
    #expect(try scratch.rows(sql) == ["old words|new words|b.jsonl"])
  }

  @Test func twoShopsMayUseOneID() throws {
    let scratch = try Scratch()
    try scratch.ingest([Said("a", at: 60, shop: "s1"), Said("b", at: 61), Said("c", at: 60, shop: "s2")])
    #expect(
      try scratch.rows("SELECT shop, turns FROM v_conversation ORDER BY shop") == ["s1|2", "s2|1"],
      "a turn without a shop stays with the conversation touched last")
    try scratch.ingest([Said("x", id: "c2", at: 60)])
    try scratch.ingest([Said("x", id: "c2", at: 60, shop: "s3"), Said("y", id: "c2", at: 61, shop: "s3")])
    #expect(try scratch.rows("SELECT shop, turns FROM v_conversation WHERE conversation_id = 'c2'") == ["s3|2"])
  }

  @Test func idsAreComparedByteByByte() throws {
    let scratch = try Scratch()
    let ids = ["é", "e\u{301}", "a\u{0}b", "a\u{0}c", "00123", "123", "Abc", "abc", "19007199254740993"]
    try scratch.ingest(ids.map { Said("hi", id: $0, at: 60) })
    let again = try scratch.ingest(ids.map { Said("hi", id: $0, at: 60) }, content: [1])
    #expect(again.stored == 0)
    #expect(try scratch.rows("SELECT count(*) FROM conversation") == ["\(ids.count)"])
  }

  @Test func textsAreKeptExactly() throws {
    let scratch = try Scratch()
    let texts = ["", "nul\u{0}inside", "'; DROP TABLE turn; --", "\u{202E}rtl", "🧥👨‍👩‍👧", "a\r\nb", "\u{FEFF}bom"]
    let rows = texts.enumerated().map { Said($1, at: Double($0)) }
    try scratch.ingest(rows)
    #expect(try scratch.ingest(rows, content: [1]).stored == 0)
    #expect(try scratch.texts()["c1"]?.map { Array($0.utf8) } == texts.map { Array($0.utf8) })
  }
}
