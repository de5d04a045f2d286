/// How the chats of a shop are written.
struct ExportFormat {
  enum Layout: String {
    case jsonl, csv
    /// The table of a Qianniu export.
    case qianniu
  }

  enum Encoding: String {
    case utf8 = "utf-8"
    case utf8WithMark = "utf-8-bom"
    case gb18030
  }

  enum Time: String {
    /// RFC 3339 with the offset of the shop, or in UTC.
    case offset, utc
    /// `2026-10-05 10:03:22`, or `2026/10/5 10:03:22`.
    case plain, slashed
    /// Milliseconds since 1970, as a number.
    case milliseconds
  }

  /// A line that cannot be read, put in as line `number` (from 1) of the file.
  struct BrokenLine {
    var number: Int
    var text: String
  }

  let file: String
  let layout: Layout
  let encoding: Encoding
  let time: Time
  /// Whether chats held at the same time stand between each other, as they came in.
  let isByTime: Bool
  /// How many of 100 messages have lost their time.
  let untimed: Int
  let broken: [BrokenLine]

  /// A corpus for benches.
  static let corpus = ExportFormat(
    file: "corpus.jsonl", layout: .jsonl, encoding: .utf8, time: .offset, isByTime: false, untimed: 0, broken: [])
}

extension ExportFormat {
  init(_ block: AuthoredBlock) throws {
    func choice<Choice: RawRepresentable<String>>(_ key: String, _ fallback: Choice?) throws -> Choice {
      guard let choice = block.optional(key).map(Choice.init) ?? fallback else {
        throw AuthoringError(block.place, "\(key) has no known value")
      }
      return choice
    }
    file = try block.value("file")
    layout = try choice("format", nil)
    encoding = try choice("encoding", .utf8)
    time = try choice("time", nil)
    isByTime = block.optional("sort") == "time"
    untimed = Int(block.optional("untimed") ?? "0") ?? 0
    broken = try block.all("broken").map { line in
      let number = line.text.prefix { $0 != " " }
      guard let at = Int(number) else { throw AuthoringError(line.place, "write `broken: 120 the raw line`") }
      return BrokenLine(number: at, text: String(line.text.dropFirst(number.count + 1)))
    }
  }
}
