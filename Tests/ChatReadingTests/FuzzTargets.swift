import ChatModel
import Foundation

@testable import ChatReading

/// What must hold for any bytes at all; called by libFuzzer and by ``FuzzTests``.
enum FuzzTargets {
  private static let clock = ZoneClock(TimeZone(identifier: "America/New_York")!)

  /// Reads bytes as JSON lines and as a JSON document.
  static func json(_ bytes: [UInt8]) {
    check(bytes, format: .jsonl)
    check(bytes, format: .json)
  }

  /// Reads bytes as a table with and without a header.
  static func csv(_ bytes: [UInt8]) {
    check(bytes, format: .csv)
    check(bytes, format: .tsv)
    check(Array("conversation_id,speaker,text,turn,timestamp\n".utf8) + bytes, format: .csv)
  }

  /// One reading in chunks as small as can be, one in one piece: the same turns, each record read once.
  private static func check(_ bytes: [UInt8], format: Preset.Format) {
    var text: [UInt8] = []
    TextDecoder(.utf8).decode(bytes, isLast: true, into: &text)
    let whole = read(text, format, size: 1 << 20)
    let cut = read(text, format, size: 1)
    precondition(whole == cut, "what is read depends on where the text is cut")
  }

  /// Conversation, text and time of each turn, and place and code of each problem.
  private static func read(_ text: [UInt8], _ format: Preset.Format, size: Int) -> [String]? {
    var options = ReadingOptions(clock: clock)
    options.format = format
    guard var reader = try? ExportReader(MemoryText(bytes: text), path: "-", options: options) else { return nil }
    var lines: [String] = []
    while let chunk = try? reader.nextChunk(size: size) {
      let batch = reader.parser.parse(chunk)
      precondition(batch.read == batch.turns.count + batch.rejected, "a record was lost or counted twice")
      lines += batch.turns.map { turn in
        "\(batch.string(turn.conversationID))|\(batch.string(turn.text))|\(turn.time?.microseconds ?? 0)|\(turn.line)"
      }
      lines += batch.problems.map { "\($0.location) \($0.code)" }
    }
    return lines + reader.takeProblems().map { "\($0.location) \($0.code)" }
  }
}
