public import ChatModel

/// How an export is to be read, as far as the user says; the rest is found in the file.
public struct ReadingOptions: Sendable {
  /// nil: by the file's content.
  public var format: Preset.Format?
  /// nil: recognised by its columns or keys, else ``Preset/canonical``.
  public var preset: Preset?
  /// Other names for fields, over those of the preset.
  public var map: [Field: String] = [:]
  /// Whether a CSV or TSV begins with a header; columns without one are named by number from 1.
  public var hasHeader = true
  /// The zone of times that name none.
  public var clock: ZoneClock
  /// Values for fields that records do not have: a shop, a channel.
  public var defaults: [Field: String] = [:]
  /// The day on which the export was made, for times such as 昨天 10:03; nil: those are no known form.
  public var fileDate: CivilTime?

  public init(clock: ZoneClock) { self.clock = clock }
}

/// One export being read: finds its form, cuts it into chunks, and knows how to parse them.
public struct ExportReader {
  /// Parses this export's chunks, on any thread.
  public let parser: RecordParser
  /// The preset that is used.
  public let preset: Preset
  /// How the file is read, in words: format, preset, columns.
  public let about: String

  private var splitter: RecordSplitter

  /// Looks at the beginning of a text and decides how it is read.
  ///
  /// A preset with reply chains reads the text twice.
  /// - Throws: ``ReadError`` that names what was looked for when no field can be found.
  public init(_ source: any TextSource, path: String, options: ReadingOptions) throws(ReadError) {
    splitter = RecordSplitter(source, path: path)
    let form = try Form(try splitter.peek(), path: path, options: options)
    splitter.begin(form.shape, dropping: form.skipped)
    if form.hasDuplicateColumns {
      splitter.warn("duplicate-column", "the header names a column twice: the first of the two duplicates is read")
    }
    (preset, about) = (form.preset, form.about)
    var parser = form.parser(path: path, options: options)
    if let replies = preset.replies, let scout = preset.scout {
      guard let again = try source.again() else {
        throw ReadError(
          code: "needs-file", path: path,
          message: "the preset \(preset.name) follows replies, so the export is read twice: give it as a file")
      }
      var options = options
      (options.preset, options.map, options.defaults) = (scout, [:], [:])
      parser.chains = try ReplyChains(replies) { (add) throws(ReadError) in
        var reader = try ExportReader(again, path: path, scouting: options)
        while let chunk = try reader.nextChunk() { add(reader.parser.parse(chunk)) }
      }
    }
    self.parser = parser
  }

  /// A reader that follows no replies.
  private init(_ source: any TextSource, path: String, scouting options: ReadingOptions) throws(ReadError) {
    splitter = RecordSplitter(source, path: path)
    let form = try Form(try splitter.peek(), path: path, options: options)
    splitter.begin(form.shape, dropping: form.skipped)
    (preset, about, parser) = (form.preset, form.about, form.parser(path: path, options: options))
  }

  /// The next chunk, or nil at the end.
  public mutating func nextChunk() throws(ReadError) -> RecordChunk? { try nextChunk(size: RecordSplitter.chunkSize) }

  /// The next chunk of about so many bytes.
  mutating func nextChunk(size: Int) throws(ReadError) -> RecordChunk? { try splitter.next(size: size) }

  /// Takes what was wrong outside of records so far: bytes replaced, an archive damaged, a file empty or cut.
  public mutating func takeProblems() -> [Problem] { splitter.takeProblems() }
}

/// The form of an export, found in its first text.
private struct Form {
  var preset: Preset
  var about: String
  var shape: RecordSplitter.Shape
  /// Bytes before the first record.
  var skipped = 0
  var hasDuplicateColumns = false
  private var reader: RecordParser.Reader

  init(_ sample: [UInt8], path: String, options: ReadingOptions) throws(ReadError) {
    let named = options.preset.flatMap { $0.hasAnyFormat ? nil : $0.format }
    var format = options.format ?? named ?? FormatDetector.format(of: sample, path: path)
    // A preset says what a record is; whether it stands on one line shows.
    if options.format == nil, format == .json || format == .jsonl {
      let found = FormatDetector.format(of: sample, path: path)
      if found == .json || found == .jsonl { format = found }
    }
    switch format {
    case .json, .jsonl:
      preset = options.preset ?? FormatDetector.preset(of: sample, format: format) ?? .canonical
      for (field, name) in options.map { preset.map(field, to: name) }
      let json = JSONRecordReader(preset, path: path)
      (reader, shape) = format == .json ? (.values(json), .values) : (.lines(json), .lines)
      about = "\(format.rawValue), preset \(preset.name)"
    case .csv, .tsv:
      var columns = CSVRecordReader.Columns(names: [], delimiter: 0x2C, preset: .canonical)
      preset = options.preset ?? .canonical
      if !sample.isEmpty {
        let found = try TableDetector.columns(of: sample, path: path, format: format, options: options)
        (columns, preset, skipped) = (found.columns, found.preset, found.skipped)
      }
      hasDuplicateColumns = columns.hasDuplicates
      (reader, shape) = (.rows(CSVRecordReader(columns, path: path)), .rows(delimiter: columns.delimiter))
      about = "\(format.rawValue), preset \(preset.name), columns \(columns.names.joined(separator: " "))"
    }
  }

  func parser(path: String, options: ReadingOptions) -> RecordParser {
    let times = TimestampParser(options.clock, today: options.fileDate)
    let plan = FieldPlan(preset: preset, times: times, defaults: options.defaults)
    return RecordParser(reader: reader, plan: plan, file: path)
  }
}
