import ChatModel

/// Finds the form of an export from its first text.
enum FormatDetector {
  /// JSON lines, JSON over several lines, or a table.
  static func format(of sample: [UInt8], path: String) -> Preset.Format {
    var name = path.lowercased()
    if name.hasSuffix(".gz") { name.removeLast(3) }
    let first = sample.first { !JSONValueScanner.isSpace($0) }
    switch first {
    case UInt8(ascii: "["): return isOneArray(sample) ? .json : .jsonl
    case UInt8(ascii: "{"): return isDocument(sample) ? .json : .jsonl
    case nil: return name.hasSuffix("csv") ? .csv : name.hasSuffix("tsv") ? .tsv : .jsonl
    default: break
    }
    if name.hasSuffix("jsonl") || name.hasSuffix("ndjson") || name.hasSuffix("json") { return .jsonl }
    let line = sample.prefix { $0 != 0x0A }
    return line.count { $0 == 0x09 } > line.count { $0 == 0x2C } ? .tsv : .csv
  }

  /// An array that holds objects over the whole text; lines that are arrays each are JSON lines.
  private static func isOneArray(_ sample: [UInt8]) -> Bool {
    var scanner = JSONValueScanner()
    guard let first = scanner.next(sample.span), !first.isOpen, let second = scanner.next(sample.span) else {
      return true
    }
    return sample[first.range.upperBound..<second.range.lowerBound].contains(UInt8(ascii: ","))
  }

  /// Objects that do not stand one on a line: broken over several lines, or with nothing but a CR or nothing between.
  private static func isDocument(_ sample: [UInt8]) -> Bool {
    let text = sample.drop(while: JSONValueScanner.isSpace)
    let line = text.prefix { $0 != 0x0A }
    var scanner = JSONValueScanner()
    guard let value = scanner.next(Array(line).span), !value.isOpen else {
      let last = line.last { !JSONValueScanner.isSpace($0) }
      return line.count < 200 && [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ",")].contains(last)
    }
    return line.dropFirst(value.range.upperBound).first { !JSONValueScanner.isSpace($0) } == UInt8(ascii: "{")
  }

  /// The shipped preset whose marks the first JSON value has.
  static func preset(of sample: [UInt8], format: Preset.Format) -> Preset? {
    var text = format == .jsonl ? Array(sample.drop(while: JSONValueScanner.isSpace).prefix { $0 != 0x0A }) : sample
    var scanner = JSONValueScanner()
    if format == .json, let value = scanner.next(sample.span), !value.isOpen { text = Array(sample[value.range]) }
    var found: Preset?
    // A value longer than the sample is closed where it was cut.
    for candidate in [text, JSONValueScanner.closed(text)] where found == nil {
      let chunk = RecordChunk(candidate)
      _ = JSONParser().parse(0..<chunk.count, of: chunk.bytes) { root in
        var records: [JSONValue] = []
        root.forEachElement { records.append($0) }
        guard let first = root.kind == .array ? records.first : root else { return }
        let source = JSONSource(record: first, parents: [], index: 0, file: "", line: 1)
        found = Preset.candidates.first { preset in
          (preset.format == .json || preset.format == .jsonl) && preset.marks.allSatisfy { hasMark($0, in: source) }
        }
      }
    }
    return found
  }

  private static func hasMark(_ mark: Preset.Mark, in source: JSONSource) -> Bool {
    mark.paths.contains { path in
      var value: [UInt8] = []
      return mark.values.isEmpty
        ? source.has(path)
        : source.append(path, to: &value) && mark.values.contains(String(decoding: value, as: UTF8.self))
    }
  }
}
