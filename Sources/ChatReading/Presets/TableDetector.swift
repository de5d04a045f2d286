import ChatModel

/// Finds the columns of a CSV or TSV export.
enum TableDetector {
  struct Found {
    var columns: CSVRecordReader.Columns
    var preset: Preset
    /// Bytes before the first row of data: a preamble and the header.
    var skipped: Int
  }

  /// Lines above a header that are looked through.
  private static let preambleLimit = 20

  static func columns(
    of text: [UInt8], path: String, format: Preset.Format, options: ReadingOptions
  ) throws(ReadError) -> Found {
    if !text.contains(0x0A) && text.contains(0x0D) {
      throw ReadError(
        code: "cr-line-ends", path: path, message: "has lines that end in CR alone; convert it first (tr '\\r' '\\n')")
    }
    let delimiters: [UInt8] = format == .tsv ? [0x09] : [0x2C, 0x3B, 0x09, 0x7C]
    let isHeadless = !options.hasHeader || options.preset?.hasHeader == false
    if isHeadless {
      let preset = options.preset ?? .canonical
      return try headless(text, path: path, delimiters: delimiters, named: preset, options: options)
    }
    let isTable = { (preset: Preset) in preset.hasHeader && (preset.format == .csv || preset.format == .tsv) }
    let presets = options.preset.map { [$0] } ?? (Preset.candidates.filter(isTable) + [.canonical])
    for delimiter in delimiters {
      if let found = header(text, delimiter: delimiter, presets: presets, options: options) { return found }
    }
    if options.preset == nil && options.map.isEmpty, let preset = headlessPreset(text) {
      return try headless(text, path: path, delimiters: [0x09, 0x2C], named: preset, options: options)
    }
    throw noHeader(text, path: path, options: options)
  }

  private static func noHeader(_ text: [UInt8], path: String, options: ReadingOptions) -> ReadError {
    let wanted = Field.required.map {
      options.map[$0] ?? options.preset?.fields[$0]?.choices.first?.path.text ?? $0.name
    }
    let isOneColumn = !text.prefix { $0 != 0x0A }.contains { $0 == 0x2C || $0 == 0x09 }
    return ReadError(
      code: "no-header", path: path,
      message: "no header with the columns \(wanted.joined(separator: ", ")) was found"
        + (isOneColumn ? " (the first line is one column)" : "")
        + "; name them with --map text=COLUMN,…, or use --preset or --no-header")
  }

  /// The first line that is a header of one of the presets.
  private static func header(
    _ text: [UInt8], delimiter: UInt8, presets: [Preset], options: ReadingOptions
  ) -> Found? {
    var rows = CSVRowReader(delimiter: delimiter)
    for _ in 0...preambleLimit {
      guard let row = rows.next(text.span), !row.isMalformed else { return nil }
      var names = (0..<rows.count).map { rows.string($0).trimmingSpaces }
      if names[0].unicodeScalars.first == "\u{FEFF}" { names[0] = String(names[0].unicodeScalars.dropFirst()) }
      for var preset in presets {
        for (field, name) in options.map { preset.map(field, to: name) }
        let columns = CSVRecordReader.Columns(names: names, delimiter: delimiter, preset: preset)
        let isMarked = options.preset != nil || preset.marks.allSatisfy { CSVRecordReader.Columns.has($0, in: names) }
        if columns.lacking.isEmpty && (isMarked || preset.name == Preset.canonical.name) {
          return Found(columns: columns, preset: preset, skipped: row.end)
        }
      }
    }
    return nil
  }

  /// A table without a header: columns by the preset's list, or by number from 1.
  private static func headless(
    _ text: [UInt8], path: String, delimiters: [UInt8], named preset: Preset, options: ReadingOptions
  ) throws(ReadError) -> Found {
    var preset = preset
    for (field, name) in options.map { preset.map(field, to: name) }
    var best: (count: Int, delimiter: UInt8) = (0, delimiters[0])
    for delimiter in delimiters {
      var rows = CSVRowReader(delimiter: delimiter)
      if rows.next(text.span) != nil, rows.count > best.count { best = (rows.count, delimiter) }
    }
    let names = preset.columns.isEmpty ? (1...max(1, best.count)).map(String.init) : preset.columns
    let columns = CSVRecordReader.Columns(names: names, delimiter: best.delimiter, preset: preset)
    if !columns.lacking.isEmpty {
      throw ReadError(
        code: "no-columns", path: path,
        message: "nothing says which columns hold \(columns.lacking.map(\.name).joined(separator: ", ")); name them "
          + "by number from 1: --map conversation_id=1,text=2,…")
    }
    return Found(columns: columns, preset: preset, skipped: 0)
  }

  /// The preset without header whose columns and marks the first rows have.
  private static func headlessPreset(_ text: [UInt8]) -> Preset? {
    Preset.candidates.first { preset in
      guard !preset.hasHeader else { return false }
      var rows = CSVRowReader(delimiter: preset.format == .tsv ? 0x09 : 0x2C)
      return (0..<3).allSatisfy { index in
        guard rows.next(text.span) != nil else { return index > 0 }
        return rows.count == preset.columns.count
          && preset.marks.allSatisfy { mark in
            guard let column = preset.columns.firstIndex(of: mark.paths[0].text) else { return false }
            return mark.values.isEmpty || mark.values.contains(rows.string(column))
          }
      }
    }
  }
}
