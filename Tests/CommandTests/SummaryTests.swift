import Foundation
import Testing

/// `duxin summarize`, `merge` and `report --summary`: any parts add up to the whole, and to the report of a database.
@Suite struct SummaryTests {
  /// SplitMix64 (Steele, Lea, Flood 2014).
  private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
      return word ^ word >> 31
    }
  }

  private static let said = [
    "这个多少钱", "能便宜点吗 太贵了", "怎么还没发货 急死了", "我要退货 质量太差", "谢谢", "好的 我下单了", "尺码偏大吗", "你们到底管不管",
    "is this in stock", "加我微信 wx_abc12345", "我电话13800138000",
  ]
  private static let answered = [
    "亲，请您耐心等待", "非常抱歉给您带来不便，我马上为您补发，今天18点前发出", "有的，现在下单明天发", "您好",
  ]

  /// Chats of three weeks, each a list of records: some without times, shops, customers or products; some turns twice,
  /// by number or by message id; some records that cannot be read.
  private static func chats(_ count: Int, _ random: inout Random) -> [[String]] {
    (0..<count).map { chat in
      let isDated = Int.random(in: 0..<10, using: &random) > 0
      var second = 1_793_000_000 + Int.random(in: 0..<3 * 7 * 86_400, using: &random)
      let customer = Int.random(in: 0..<count / 3, using: &random)
      let (shop, product) = (["甲店", "乙店", nil][chat % 3], ["电饭煲", nil, "衬衫"][chat / 3 % 3])
      var records: [String] = []
      for turn in 0..<Int.random(in: 1...8, using: &random) {
        second += Int.random(in: 0...300, using: &random)
        let isCustomer = turn % 2 == 0
        let text = (isCustomer ? said : answered).randomElement(using: &random) ?? ""
        var record =
          #"{"conversation_id":"c\#(chat)","speaker":"\#(isCustomer ? "customer" : chat % 4 == 0 ? "bot" : "agent")","#
          + #""text":"\#(text)","customer_id":"u\#(customer)""#
        if isDated { record += #","timestamp":\#(second)"# }
        if let shop { record += #","shop":"\#(shop)""# }
        if let product { record += #","product":"\#(product)""# }
        if chat % 5 < 2 { record += chat % 5 == 0 ? #","turn":\#(turn)"# : #","message_id":"m\#(chat)-\#(turn)""# }
        records += [record + "}"]
        if chat % 5 < 2, Int.random(in: 0..<6, using: &random) == 0 { records.append(record + "}") }
        if Int.random(in: 0..<60, using: &random) == 0 { records.append(#"{"conversation_id":"c\#(chat)"}"#) }
      }
      return records
    }
  }

  private static func write(_ chats: [[String]], to name: String, in folder: URL) throws {
    try (chats.flatMap { $0 }.joined(separator: "\n") + "\n").write(
      to: folder.appending(path: name), atomically: true, encoding: .utf8)
  }

  private static func run(_ line: String, in folder: URL) throws -> Data {
    let result = try Program.shell(line, in: folder)
    #expect(result.status == 0, "\(line): \(result.err)")
    return result.stdout
  }

  @Test(arguments: [1, 2] as [UInt64]) func partsAddUpToTheWholeAndToTheDatabase(seed: UInt64) throws {
    var random = Random(state: seed)
    let chats = Self.chats(500, &random)
    try Program.inTemporaryFolder { folder in
      try Self.write(chats, to: "all.jsonl", in: folder)
      let whole = try Self.run("duxin summarize all.jsonl --quiet > whole.json; cat whole.json", in: folder)
      #expect(whole.count > 20_000)
      var parts = [[[String]]](repeating: [], count: 5)
      for chat in chats.shuffled(using: &random) {
        parts[min(Int.random(in: 0..<5, using: &random), Int.random(in: 0..<5, using: &random))].append(chat)
      }
      for (number, part) in parts.enumerated() {
        try Self.write(part, to: "part\(number).jsonl", in: folder)
        // As a worker of a cluster does, with any number of threads.
        _ = try Self.run(
          "duxin summarize --quiet --workers \(number + 1) < part\(number).jsonl > part\(number).json", in: folder)
      }
      for (line, what) in [
        ("duxin merge part?.json", "in order"),
        ("duxin merge part4.json part2.json part0.json part1.json part3.json", "commutative"),
        ("duxin merge part0.json <(duxin merge part1.json <(duxin merge part[234].json))", "associative"),
        ("cat part?.json | gzip | duxin merge", "many in one stream"),
        ("duxin merge whole.json <(duxin summarize < /dev/null)", "nothing added"),
      ] {
        #expect(try Self.run(line, in: folder) == whole, "\(line): \(what)")
      }
      _ = try Self.run(
        """
        duxin merge part?.json > sum.json
        duxin report --summary whole.json --out whole && duxin report --summary sum.json --out sum --quiet \
        && duxin run all.jsonl --db all.db --key .config/duxin/key --out stored --quiet && diff -r whole sum
        """, in: folder)
      let stored = try Program.shell("diff -r whole stored && find stored -type f | wc -l", in: folder)
      #expect(stored.status == 0 && Int(stored.out.dropLast()) ?? 0 > 10, "\(stored.out)")
    }
  }

  /// The rows of a stream are those of the database, but for what only all conversations together show.
  @Test func rowsAreThoseOfTheDatabase() throws {
    var random = Random(state: 3)
    try Program.inTemporaryFolder { folder in
      try Self.write(Self.chats(300, &random), to: "all.jsonl", in: folder)
      _ = try Self.run(
        """
        duxin summarize all.jsonl --quiet > plain.json
        duxin summarize --turns turns --conversations conversations --rejects rejects < all.jsonl 2> told > sum.json
        cmp plain.json sum.json && grep -c rejected: told | diff - <(wc -l < rejects)
        duxin ingest all.jsonl --db all.db --key .config/duxin/key --quiet
        """, in: folder)
      for (view, leaf) in [("v_turn", "turns"), ("v_conversation", "conversations")] {
        let stored = try Self.run(
          "duxin query 'SELECT * FROM \(view)' --db all.db --format jsonl | sed 's/,\"repeat_of\":[^,]*//' | sort",
          in: folder)
        let kept = try Self.run(
          "sed 's/\"matter_bits\":[0-9]*,//; s/,\"repeat_of\":[^,]*//' \(leaf) | sort", in: folder)
        #expect(stored == kept && kept.count > 20_000, "\(view)")
      }
      // Who came again is found from what the rows tell.
      let again = try Self.run(
        "cat conversations | grep -c '\"repeat_of\":\"'; grep -vc '^{\"matter_bits\":0,' conversations", in: folder)
      #expect(String(decoding: again, as: UTF8.self).split(separator: "\n").allSatisfy { Int($0) ?? 0 > 10 })
    }
  }

  /// What must not be added up, or cannot be summarised, with a word of the message.
  @Test(arguments: [
    (
      "duxin summarize --tz Asia/Tokyo < a.jsonl > b.json; duxin merge a.json b.json",
      "b.json:1: was made with the time zone Asia/Tokyo"
    ),
    ("duxin summarize --no-redact < a.jsonl > b.json; duxin merge a.json b.json", "another key"),
    ("sed 's/\"rules\":\"/&x/' a.json > b.json; duxin merge a.json b.json", "rules or model x"),
    ("sed 's/\"format\":[0-9]*/\"format\":999/' a.json > b.json; duxin merge b.json", "another version of duxin"),
    (
      "duxin summarize --unsure-below 0.3 < a.jsonl > b.json; duxin merge a.json b.json",
      "b.json:1: was made with --unsure-below 0.3, not 0.5"
    ),
    ("(cat a.json; echo '{') > b.json; duxin merge b.json", "b.json:2: is no summary"),
    ("head -c 200 a.json > b.json; duxin merge b.json", "b.json:1: is no summary"),
    ("gzip < a.json | head -c 300 > b.json; duxin merge b.json", "b.json"),
    ("duxin merge missing.json", "missing.json"), ("duxin report --summary a.jsonl", "a.jsonl:1: is no summary"),
    ("cat a.jsonl a.jsonl | duxin summarize", "-:3: this conversation came before"),
    ("gzip < a.jsonl | head -c 80 | duxin summarize", "[incomplete]"),
    ("duxin summarize missing.jsonl a.jsonl", "missing.jsonl"),
    ("duxin summarize a.jsonl --turns a.jsonl", "a.jsonl: is there; it was left as it is"),
  ]) func whatDoesNotFitIsRefused(line: String, message: String) throws {
    try Program.inTemporaryFolder { folder in
      try Self.write(
        [
          [#"{"conversation_id":"a","speaker":"customer","text":"多少钱"}"#],
          [#"{"conversation_id":"b","speaker":"customer","text":"在吗"}"#],
        ], to: "a.jsonl", in: folder)
      _ = try Self.run("duxin summarize a.jsonl > a.json", in: folder)
      let result = try Program.shell(line, in: folder)
      #expect(result.status == 2 && result.stdout.isEmpty && result.err.contains(message), "\(result.err)")
    }
  }
}
