import ChatModel
import Foundation
import Glibc

@testable import ChatReading

/// What must hold for any bytes at all; called by libFuzzer (Fuzzing) and by ``FuzzTests``.
enum FuzzTargets {
  private static let clock = ZoneClock(TimeZone(identifier: "America/New_York")!)

  /// Reads bytes of any encoding as JSON lines, as a JSON document, and as whichever they look like.
  static func json(_ bytes: [UInt8]) {
    let text = decoded(bytes)
    for format in [.jsonl, .json, nil] as [Preset.Format?] { check(text, format: format) }
  }

  /// Reads bytes of any encoding as a table with and without a header, and under the columns of the canonical record.
  static func csv(_ bytes: [UInt8]) {
    let text = decoded(bytes)
    for hasHeader in [true, false] { check(text, format: nil, hasHeader: hasHeader) }
    check(Array("conversation_id,speaker,text,turn,timestamp\n".utf8) + text, format: .csv)
  }

  /// Inflates bytes as a gzip archive fed whole and byte by byte: the same output and the same damage.
  static func gzip(_ bytes: [UInt8]) {
    let whole = inflated(bytes, feeding: max(1, bytes.count))
    precondition(whole == inflated(bytes, feeding: 1), "what is inflated depends on how it is fed")
    _ = decoded([0x1f, 0x8b] + bytes)
  }

  /// The text the program reads of a file of these bytes: gzip undone, encoding found; what is no text is empty.
  private static func decoded(_ bytes: [UInt8]) -> [UInt8] {
    guard let file = unsafe tmpfile() else { preconditionFailure("no temporary file") }
    defer { unsafe fclose(file) }
    let descriptor = unsafe fileno(file)
    let written = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    precondition(written == bytes.count, "the temporary file cannot be written")
    var text: [UInt8] = []
    guard let source = try? TextFile(path: "/proc/self/fd/\(descriptor)") else { return [] }
    while (try? source.read(into: &text)) == true {}
    precondition((try? UTF8Span(validating: text.span)) != nil, "the text is no UTF-8")
    return text
  }

  /// One reading in chunks as small as can be, one in one piece: the same turns, each record read once.
  private static func check(_ text: [UInt8], format: Preset.Format?, hasHeader: Bool = true) {
    var options = ReadingOptions(clock: clock)
    (options.format, options.hasHeader) = (format, hasHeader)
    let whole = read(text, options, size: 1 << 20)
    let cut = read(text, options, size: 1)
    precondition(whole == cut, "what is read depends on where the text is cut")
  }

  /// Conversation, text and time of each turn, and place and code of each problem.
  private static func read(_ text: [UInt8], _ options: ReadingOptions, size: Int) -> [String]? {
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

  private static func inflated(_ bytes: [UInt8], feeding size: Int) -> [UInt8] {
    let inflater = GzipInflater()
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: size) where inflater.damage == nil {
      inflater.feed(Array(bytes[start..<min(bytes.count, start + size)]))
      while inflater.damage == nil && !inflater.needsInput { inflater.inflate(into: &output) }
    }
    inflater.finish()
    return output + Array("\(inflater.damage.map { "\($0)" } ?? "whole")".utf8)
  }
}
