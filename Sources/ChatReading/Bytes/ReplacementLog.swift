import ChatModel

/// Remembers where undecodable bytes were replaced, by line, without keeping the text.
struct ReplacementLog {
  /// How many places are told one by one; the rest is a count.
  static let locatedLimit = 20

  private let path: String
  private var line: Int64 = 1
  private var byte: Int64 = 0
  private var count = 0
  private var problems: [Problem] = []

  init(path: String) { self.path = path }

  /// Walks the text that was appended to `buffer` from `start` on; `replaced` are positions in `buffer`, ascending.
  mutating func add(_ replaced: [Int], in buffer: [UInt8], from start: Int) {
    var position = start
    for place in replaced {
      line += buffer.countLineFeeds(in: position..<place)
      position = place
      count += 1
      if count <= Self.locatedLimit {
        problems.append(
          Problem(
            code: "encoding-replaced", severity: .warning,
            location: Location(file: path, line: line, byte: byte + Int64(place - start)),
            message: "bytes that are no valid text were replaced by U+FFFD"))
      }
    }
    line += buffer.countLineFeeds(in: position..<buffer.count)
    byte += Int64(buffer.count - start)
  }

  mutating func add(_ problem: Problem) { problems.append(problem) }

  /// Adds the total, once, when there were more places than were told.
  mutating func finish(as encoding: TextEncoding) {
    guard count > Self.locatedLimit else { return }
    problems.append(
      Problem(
        code: "encoding-replaced", severity: .warning, location: Location(file: path),
        message: "read as \(encoding.rawValue): \(count) places were no valid text and were replaced; "
          + "--encoding names another one"))
    count = 0
  }

  mutating func take() -> [Problem] {
    defer { problems = [] }
    return problems
  }
}
