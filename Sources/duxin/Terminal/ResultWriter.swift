import ChatPipeline
import ChatStore
import Foundation

/// The formats of query results.
enum ResultFormat: String, CaseIterable {
  case table, csv, json, jsonl, markdown

  /// All names, for help and errors.
  static let names = allCases.map(\.rawValue).joined(separator: ", ")
}

/// Writes the rows of a query to standard output, as they come where the format allows.
struct ResultWriter {
  /// The widest column of a table, in terminal columns; only the last one may be wider.
  private static let widestColumn = 60

  private let format: ResultFormat
  /// Whether CSV begins with a byte order mark.
  private let isForExcel: Bool
  private var columns: [String] = []
  private var held: [[String]] = []
  private var count = 0

  init(_ format: ResultFormat, isForExcel: Bool = false) { (self.format, self.isForExcel) = (format, isForExcel) }

  /// Whether a row is meant, for people and for programs.
  func mark(_ isMeant: Bool) -> QueryValue {
    switch format {
    case .json, .jsonl: .integer(isMeant ? 1 : 0)
    case .table, .csv, .markdown: .text(isMeant ? ">" : "")
    }
  }

  /// - Throws: ``Failure`` when there is no such format.
  init(named name: String) throws {
    guard let format = ResultFormat(rawValue: name) else {
      throw Failure(message: "the format is one of \(ResultFormat.names), not '\(name)'", status: Failure.usage)
    }
    self.init(format)
  }

  mutating func begin(_ columns: [String]) throws {
    self.columns = columns
    switch format {
    case .csv:
      try StandardOutput.write((isForExcel ? "\u{FEFF}" : "") + columns.map(Self.csv).joined(separator: ",") + "\n")
    case .markdown:
      try StandardOutput.write("| \(columns.map(Self.markdown).joined(separator: " | ")) |\n")
      try StandardOutput.write("|\(String(repeating: "---|", count: columns.count))\n")
    case .json: try StandardOutput.write("[")
    case .table, .jsonl: break
    }
  }

  mutating func add(_ row: [QueryValue]) throws {
    defer { count += 1 }
    switch format {
    case .csv: try StandardOutput.write(row.map { Self.csv($0.plain) }.joined(separator: ",") + "\n")
    case .markdown: try StandardOutput.write("| \(row.map { Self.markdown($0.plain) }.joined(separator: " | ")) |\n")
    case .jsonl: try StandardOutput.write(Self.object(zip(columns, row)) + "\n")
    case .json: try StandardOutput.write((count == 0 ? "\n" : ",\n") + Self.object(zip(columns, row)))
    case .table: held.append(row.map { $0.plain.onOneLine })
    }
  }

  func end() throws {
    if format == .json { try StandardOutput.write(count == 0 ? "]\n" : "\n]\n") }
    guard format == .table else { return }
    let widths = columns.indices.map { column in
      min(
        column == columns.count - 1 ? .max : Self.widestColumn,
        max(columns[column].displayWidth, held.map { $0[column].displayWidth }.max() ?? 0))
    }
    var lines = [line(columns, widths), widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")]
    lines += held.map { line($0, widths) }
    try StandardOutput.write(lines.joined(separator: "\n") + "\n")
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = zip(cells, widths).map { $0.fitted(to: $1) }.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }

  /// One JSON object on one line.
  static func object(_ members: some Sequence<(String, QueryValue)>) -> String {
    "{" + members.map { "\(json($0)):\($1.json)" }.joined(separator: ",") + "}"
  }

  fileprivate static func json(_ text: String) -> String {
    var bytes: [UInt8] = [0x22]
    bytes.appendJSONEscaped(Array(text.utf8).span)
    bytes.append(0x22)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// RFC 4180, and what a spreadsheet would take for a formula gets an apostrophe in front.
  private static func csv(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@＝＋－＠\t\r\n".contains($0) } ?? false
    let safe = isFormula && Double(text) == nil ? "'" + text : text
    guard safe.contains(where: { ",\"\n\r".contains($0) || $0 == "\r\n" }) || safe != text else { return safe }
    return "\"" + safe.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  private static func markdown(_ text: String) -> String {
    var safe = text.onOneLine.replacingOccurrences(of: "\\", with: "\\\\")
    for mark in ["|", "<", ">", "[", "]", "*", "_", "`"] {
      safe = safe.replacingOccurrences(of: mark, with: "\\" + mark)
    }
    return safe
  }
}

extension QueryValue {
  /// The value as text; NULL is empty.
  var plain: String {
    switch self {
    case .null: ""
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .text(let text): text
    case .blob(let bytes): "\(bytes.count) bytes"
    }
  }

  fileprivate var json: String {
    switch self {
    case .null: "null"
    case .integer(let number): String(number)
    case .real(let number): number.isFinite ? String(number) : "null"
    case .text, .blob: ResultWriter.json(plain)
    }
  }
}

extension String {
  /// Line breaks and control characters as spaces.
  fileprivate var onOneLine: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }
}
