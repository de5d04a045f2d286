import ChatModel

/// Reads the rows of CSV or TSV text into a builder.
struct CSVRecordReader: Sendable {
  /// What stands in the columns of one file.
  struct Columns: Sendable {
    var names: [String]
    var delimiter: UInt8
    /// Fields that are one column as it is.
    fileprivate var plain: [(column: Int, field: Field)] = []
    fileprivate var recipes: [FieldRecipe] = []
    fileprivate var unknown: [(column: Int, name: [UInt8])] = []
    /// Required fields that no column gives.
    private(set) var lacking: [Field] = []

    /// Matches columns by name (spaces around and case aside) or number from 1 to the fields of a preset.
    init(names: [String], delimiter: UInt8, preset: Preset) {
      (self.names, self.delimiter) = (names, delimiter)
      var used: Set<Int> = []
      func bind(_ path: ValuePath) -> ValuePath? {
        let bound = Self.bind(path, to: names)
        if case .column(let column) = bound?.origin { used.insert(column) }
        return bound
      }
      for field in Field.allCases {
        guard var source = preset.fields[field] else { continue }
        let isOneColumn = source.plainKey != nil
        source.choices = source.choices.compactMap { choice in
          guard let path = bind(choice.path) else { return nil }
          var bound = Preset.Source.Choice(path: path, words: choice.words)
          bound.words.forEachPath { path in path = bind(path) ?? path }
          return bound
        }
        if isOneColumn, case .column(let column) = source.choices.first?.path.origin {
          plain.append((column, field))
        } else if !source.choices.isEmpty {
          recipes.append(FieldRecipe(field: field, source: source))
        } else if Field.required.contains(field) && source.fallback == nil {
          lacking.append(field)
        }
      }
      preset.replies?.paths.forEach { _ = bind($0) }
      let others = names.indices.filter { !used.contains($0) && !names[$0].isEmpty }
      unknown = others.map { ($0, Array(names[$0].utf8)) }
    }

    /// Whether two columns have the same name; the first of them counts.
    var hasDuplicates: Bool {
      let named = names.filter { !$0.isEmpty }
      return Set(named).count < named.count
    }

    static func has(_ mark: Preset.Mark, in names: [String]) -> Bool {
      mark.paths.contains { bind($0, to: names) != nil }
    }

    private static func bind(_ path: ValuePath, to names: [String]) -> ValuePath? {
      var bound = path
      if let column = find(path.text, in: names) {
        (bound.origin, bound.steps) = (.column(column), [])
        return bound
      }
      switch path.origin {
      case .file, .place: return path
      case .index, .column: return nil
      case .value:
        guard path.steps.count == 2, path.steps[0].key.isEmpty, var filter = path.steps[0].filter,
          let member = filter.member.first, let test = find(String(decoding: member, as: UTF8.self), in: names),
          let column = find(String(decoding: path.steps[1].key, as: UTF8.self), in: names)
        else { return nil }
        filter.column = test
        (bound.origin, bound.steps) = (.column(column), [ValuePath.Step(key: [], filter: filter)])
        return bound
      }
    }

    private static func find(_ name: String, in names: [String]) -> Int? {
      if let number = Int(name), (1...max(1, names.count)).contains(number), !names.contains(name) {
        return number - 1
      }
      return names.firstIndex { $0.utf8.elementsEqual(name.utf8) }
        ?? names.firstIndex { $0.lowercased() == name.lowercased() }
    }
  }

  private let columns: Columns
  private let file: String

  init(_ columns: Columns, path: String) {
    self.columns = columns
    file = path.split(separator: "/").last.map(String.init) ?? path
  }

  /// Reads all rows of a chunk.
  func read(_ chunk: RecordChunk, into builder: inout RecordBuilder) {
    var rows = CSVRowReader(delimiter: columns.delimiter)
    let bytes = chunk.bytes.span.extracting(0..<chunk.count)
    while let row = rows.next(bytes) {
      if !row.isMalformed && isHeader(rows) { continue }
      let line = chunk.firstLine + row.line
      builder.begin(line: line, byte: chunk.firstByte + Int64(row.start))
      if row.end - row.start > RecordSplitter.recordLimit {
        builder.reject("record-too-long", RecordSplitter.tooLong(RecordSplitter.recordLimit))
      } else if row.isMalformed {
        builder.reject("csv-quote", "a quoted cell is not closed properly; quotes inside one are doubled")
      } else if rows.count != columns.names.count {
        builder.reject("csv-columns", "the row has \(rows.count) cells, but there are \(columns.names.count) columns")
      } else {
        fill(rows, line: line, into: &builder)
      }
      builder.end(raw: chunk.bytes[row.start..<row.end])
    }
  }

  private func fill(_ rows: borrowing CSVRowReader, line: Int64, into builder: inout RecordBuilder) {
    let cells = rows.cellBytes.span
    for (column, field) in columns.plain { builder.set(field, cells.extracting(rows.cell(column))) }
    for (column, name) in columns.unknown where !rows.cell(column).isEmpty { builder.unknown(name.span) }
    if columns.recipes.isEmpty { return }
    let source = RowSource(rows: copy rows, file: file, line: line)
    for recipe in columns.recipes { recipe.fill(source, into: &builder) }
  }

  /// Whether a row repeats the header, as in files that were concatenated.
  private func isHeader(_ rows: borrowing CSVRowReader) -> Bool {
    guard rows.count == columns.names.count, rows.count > 1 else { return false }
    let cells = rows.cellBytes.span
    for column in 0..<min(3, rows.count) {
      let name = columns.names[column].utf8
      let cell = cells.extracting(rows.cell(column))
      guard cell.count == name.count, cell.array.elementsEqual(name) else { return false }
    }
    return true
  }
}

/// A row of a table as a source of fields; its paths are bound to columns.
private struct RowSource: FieldSource {
  let rows: CSVRowReader
  let file: String
  let line: Int64

  func append(_ path: ValuePath, to text: inout [UInt8]) -> Bool {
    switch path.origin {
    case .file: text += file.utf8
    case .place: text += "\(file):\(line)".utf8
    case .column(let column):
      if let filter = path.steps.first?.filter, let test = filter.column,
        !rows.cellBytes[rows.cell(test)].elementsEqual(filter.literal)
      {
        return false
      }
      text += rows.cellBytes[rows.cell(column)]
    case .value, .index: return false
    }
    return true
  }
}
