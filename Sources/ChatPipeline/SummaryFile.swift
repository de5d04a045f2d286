import ChatModel
import ChatReading
import Foundation

/// Summaries in files: JSON, one a line, with keys in order, so that equal summaries are equal bytes.
public enum SummaryFile {
  /// The line of a summary, with its end.
  public static func line(of summaries: DailySummaries) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Numbers and text alone: nothing that JSON cannot hold.
    return Array((try? encoder.encode(summaries)) ?? Data()) + [0x0A]
  }

  /// The sum of all summaries of a file, plain or gzipped.
  ///
  /// - Parameters:
  ///   - path: `-` is standard input.
  ///   - sum: what they are added to; it gives the origin that all must have.
  /// - Throws: ``SummaryError`` for a line that is no summary or has another origin, ``ReadError``.
  public static func add(_ path: String, to sum: inout DailySummaries) throws {
    let file = try TextFile(path: path, encoding: .utf8)
    var text: [UInt8] = []
    var line = 0
    var isOpen = true
    while isOpen {
      isOpen = try file.read(into: &text)
      var start = 0
      while let end = text[start...].firstIndex(of: 0x0A) ?? (isOpen || start == text.count ? nil : text.count) {
        line += 1
        if end > start { try add(text[start..<end], at: (path, line), to: &sum) }
        start = min(end + 1, text.count)
      }
      text.removeFirst(start)
    }
    guard file.isComplete else { throw SummaryError(path: path, line: line, message: "the file is cut or damaged") }
  }

  private static func add(
    _ text: ArraySlice<UInt8>, at place: (path: String, line: Int), to sum: inout DailySummaries
  ) throws(SummaryError) {
    func wrong(_ message: String) -> SummaryError {
      SummaryError(path: place.path, line: place.line, message: message)
    }
    let decoder = JSONDecoder()
    guard let head = try? decoder.decode(Head.self, from: Data(text)) else { throw wrong("is no summary of duxin") }
    guard head.format == DailySummaries.formatVersion,
      let next = try? decoder.decode(DailySummaries.self, from: Data(text))
    else { throw wrong("is a summary of another version of duxin: make it anew with this one") }
    if let mine = sum.origin, let other = next.origin, let what = difference(mine, other) {
      throw wrong("was made with \(what)")
    }
    sum.merge(next)
  }

  private static func difference(_ mine: DailySummaries.Origin, _ other: DailySummaries.Origin) -> String? {
    if mine.zone != other.zone { return "the time zone \(other.zone), not \(mine.zone)" }
    if mine.version != other.version {
      let (old, new) = (mine.version, other.version)
      return "the rules or model \(new.rules), \(new.model), not \(old.rules), \(old.model)"
    }
    if mine.hours != other.hours {
      return "the business hours \(other.hours ?? "none"), not \(mine.hours ?? "none")"
    }
    if mine.unsureBelow != other.unsureBelow {
      return "--unsure-below \(other.unsureBelow), not \(mine.unsureBelow)"
    }
    let key = "another key of pseudonyms (--key), so that customers cannot be counted over both"
    return mine.key == other.key ? nil : key
  }

  private struct Head: Decodable { var format: Int }
}

/// Why a summary cannot be made or used; never holds text of a customer.
public struct SummaryError: Error, Hashable, CustomStringConvertible {
  /// The file as the user named it, and the line from 1.
  public var path: String
  public var line: Int
  /// What was wrong and what to do.
  public var message: String

  public var description: String { "\(path):\(line): \(message)" }
}
