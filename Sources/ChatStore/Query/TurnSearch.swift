public import ChatModel
internal import GRDB

/// What turns are searched for; all that is given must hold.
public struct TurnSearch: Sendable {
  /// Each must stand in the text, case of Latin letters aside.
  ///
  /// A Latin word is found at the beginning of words (`refund` in `refunds`, `art` not in `start`), a number whole.
  public var words: [String]
  public var speaker: Speaker?
  public var intent: Intent?
  public var emotion: Emotion?
  public var price: PriceSensitivity?
  public var shop: String?
  /// From the first moment to before the second; a turn without a time is in neither.
  public var since, until: Timestamp?
  /// How many turns are found at most, the newest first.
  public var limit = 20
  /// How many turns of the conversation stand before and after.
  public var context = 1

  public init(words: [String]) { self.words = words }
}

/// A stretch of a conversation with turns that were found.
public struct SearchPassage: Sendable, Equatable {
  /// In the order they were said.
  public var turns: [TaggedTurn]
  /// The positions in ``turns`` that were found; the others are neighbours.
  public var found: [Int]
}

extension Store {
  /// Searches the text of all turns, newest first.
  ///
  /// One scan over the table, half a second for a million turns: an index that finds any two characters would be as large
  /// as the database.
  ///
  /// - Returns: the passages of the newest turns, and how many turns there are in all.
  public func search(_ search: TurnSearch) throws(StoreError) -> (passages: [SearchPassage], total: Int) {
    try inDatabase { db in
      var hits = try search.hits(db)
      let total = hits.count
      hits.sort { ($1.time ?? .min, $0.id) < ($0.time ?? .min, $1.id) }
      return (try search.passages(of: hits.prefix(search.limit).map(\.id), db), total)
    }
  }
}

extension TurnSearch {
  fileprivate func hits(_ db: Database) throws -> [(id: Int64, time: Int64?)] {
    let needles = words.map(Needle.init)
    var conditions = ["t.tags >= 0"]
    if let speaker { conditions.append("t.tags & 7 = \(speaker.rawValue)") }
    if emotion != nil || price != nil || intent != nil {
      conditions.append("t.tags & 7 = \(Speaker.customer.rawValue) AND t.labels IS NOT NULL")
    }
    if let emotion { conditions.append("t.tags >> 7 & 15 = \(emotion.rawValue)") }
    if let price { conditions.append("t.tags >> 13 & 7 = \(price.rawValue)") }
    if let intent {
      let places = (0..<RankedLabels<Intent>.capacity).map { "t.labels >> \(8 * $0) & 255" }
      conditions.append("\(intent.rawValue + 1) IN (\(places.joined(separator: ", ")))")
    }
    if let since { conditions.append("t.time >= \(since.microseconds)") }
    if let until { conditions.append("t.time < \(until.microseconds)") }
    var arguments: [String] = []
    if let shop {
      conditions.append(
        "t.id >> \(Schema.positionBits) IN (SELECT id FROM conversation WHERE shop = (SELECT id FROM name WHERE text = ?))"
      )
      arguments.append(shop)
    }
    for needle in needles {
      conditions.append("t.text LIKE ? ESCAPE '\\'")
      arguments.append(needle.pattern)
    }
    let rows = try Row.fetchCursor(
      db, sql: "SELECT t.id, t.time, t.text FROM turn t WHERE \(conditions.joined(separator: " AND "))",
      arguments: StatementArguments(arguments))
    var hits: [(id: Int64, time: Int64?)] = []
    let exact = needles.filter(\.hasBounds)
    while let row = try rows.next() {
      let text: String = exact.isEmpty ? "" : row[2]
      if exact.allSatisfy({ $0.isFound(in: text) }) { hits.append((row[0], row[1])) }
    }
    return hits
  }

  /// The passages around these turns; neighbours that meet become one passage.
  fileprivate func passages(of ids: [Int64], _ db: Database) throws -> [SearchPassage] {
    var reader = try ConversationReader(db)
    var passages: [SearchPassage] = []
    var seen: Set<Int64> = []
    let wanted = Set(ids)
    let rows = ids.map { $0 >> Schema.positionBits }.filter { seen.insert($0).inserted }
    try reader.forEach(rows) { conversation in
      let turns = conversation.turns
      let found = turns.indices.filter { wanted.contains(conversation.places[$0].id) }
      var start = 0
      for (place, index) in found.enumerated()
      where place + 1 == found.count || found[place + 1] - index > 2 * context + 1 {
        let range = max(0, found[start] - context)..<min(turns.count, index + context + 1)
        passages.append(
          SearchPassage(turns: Array(turns[range]), found: found[start...place].map { $0 - range.lowerBound }))
        start = place + 1
      }
    }
    return passages
  }
}

/// A word that is looked for.
private struct Needle {
  private let bytes: [UInt8]

  init(_ word: String) { bytes = word.utf8.map(Self.folded) }

  /// For LIKE, which finds too much: a word in the middle of another.
  var pattern: String {
    let escaped = String(decoding: bytes, as: UTF8.self).map { "%_\\".contains($0) ? "\\\($0)" : String($0) }
    return "%\(escaped.joined())%"
  }

  /// Whether an end of it is Latin, so that what stands beside it in a text matters.
  var hasBounds: Bool { bytes.first.map(Self.isLetterOrDigit) ?? false || bytes.last.map(Self.isDigit) ?? false }

  func isFound(in text: String) -> Bool {
    let text = Array(text.utf8)
    guard text.count >= bytes.count, let first = bytes.first, let last = bytes.last else { return false }
    return (0...(text.count - bytes.count)).contains { start in
      let end = start + bytes.count
      return (start == 0 || !(Self.isLetterOrDigit(first) && Self.isLetterOrDigit(text[start - 1])))
        && (end == text.count || !(Self.isDigit(last) && Self.isDigit(text[end])))
        && bytes.indices.allSatisfy { Self.folded(text[start + $0]) == bytes[$0] }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte + 32 : byte }
}
