import ArgumentParser
import ChatModel
import ChatPipeline
import ChatPrivacy
import ChatReading
import Foundation

/// How exports are read.
struct ReadingArguments: ParsableArguments {
  @Option(help: ArgumentHelp("auto, jsonl, json, csv or tsv (default: auto).", valueName: "name"))
  var format: String?

  @Option(
    help: ArgumentHelp(
      "How a platform's export is read: \(Preset.names.joined(separator: ", ")), a FILE.yaml of your own, or auto (default: auto).",
      valueName: "name"))
  var preset: String?

  @Option(
    help: ArgumentHelp(
      "Columns or JSON paths of fields, such as text=content,speaker=role.", valueName: "field=column,…"))
  var map: String?

  @Flag(help: "A CSV or TSV begins without a header; --map names columns by number from 1.")
  var noHeader = false

  @Option(help: ArgumentHelp("auto, utf-8, gb18030 or utf-16 (default: auto).", valueName: "name"))
  var encoding: String?

  @Option(
    help: ArgumentHelp("Time zone of times that name none, and of reports (default: Asia/Shanghai).", valueName: "zone")
  )
  var tz: String?

  @Option(
    help: ArgumentHelp(
      "The day the export was made, such as 2026-11-02: what 今天, 昨天 and 前天 are counted from; without it such times are not known.",
      valueName: "date"))
  var fileDate: String?

  @Option(help: ArgumentHelp("Shop of turns that name none.", valueName: "name"))
  var shop: String?

  @Option(help: ArgumentHelp("Channel of turns that name none.", valueName: "name"))
  var channel: String?

  @Flag(help: "Keep personal data as it is; without this it is masked before anything is stored or printed.")
  var noRedact = false

  @Option(help: ArgumentHelp("Threads that work (default: the number of processors).", valueName: "n"))
  var workers: Int?

  /// Whether personal data is masked.
  func isMasked(_ settings: Settings) -> Bool { !settings.isOn("no-redact", noRedact) }

  /// The options as the pipeline takes them.
  ///
  /// - Parameter key: of pseudonyms; nil where nothing is masked.
  /// - Parameter orders: the files are orders, not chats.
  func options(_ settings: Settings, key: PseudonymKey?, orders: Bool = false) throws -> AnalysisOptions {
    var reading = ReadingOptions(clock: try TimeZoneArgument.clock(settings, tz))
    if let name = settings.text("format", format), name != "auto" {
      guard let format = Preset.Format(rawValue: name) else {
        throw Failure(message: "--format is auto, jsonl, json, csv or tsv, not '\(name)'", status: Failure.usage)
      }
      reading.format = format
    }
    if !orders, let name = settings.text("preset", preset), name != "auto" { reading.preset = try Preset.named(name) }
    reading.fileDate = try settings.text("file-date", fileDate).map(CivilTime.init(argument:))
    if orders {
      // What the configuration says of presets and columns is about chats.
      reading.preset = try preset.map { try Preset.named($0, isOfOrders: true) } ?? .orders
      if let map { reading.map = try Self.fields(map, known: OrderField.names) { OrderField(name: $0)?.places } }
    } else if let list = settings.text("map", map) {
      reading.map = try Self.fields(list, known: Field.names) { Field(name: $0).map { [$0] } }
    }
    reading.hasHeader = !noHeader
    if let name = settings.text("shop", shop) { reading.defaults[.shop] = name }
    if let name = settings.text("channel", channel) { reading.defaults[.channel] = name }
    var options = AnalysisOptions(reading: reading)
    if let name = settings.text("encoding", encoding) {
      guard let encoding = TextEncoding(rawValue: name.lowercased()) else {
        throw Failure(message: "--encoding is auto, utf-8, gb18030 or utf-16, not '\(name)'", status: Failure.usage)
      }
      options.encoding = encoding
    }
    options.redactor = key.map(Redactor.init(key:))
    options.workers = try settings.number("workers", workers, from: 1) ?? ProcessInfo.processInfo.activeProcessorCount
    return options
  }

  private static func fields(
    _ list: String, known: [String], places: (String) -> [Field]?
  ) throws -> [Field: String] {
    var fields: [Field: String] = [:]
    for pair in list.split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let places = places(parts[0]) else {
        let names = known.joined(separator: ", ")
        throw Failure(message: "--map takes field=column,…; '\(pair)' is none. Fields: \(names)", status: Failure.usage)
      }
      for place in places { fields[place] = parts[1] }
    }
    return fields
  }
}

extension CivilTime {
  /// A date of the command line, such as `2026-11-01`.
  ///
  /// - Throws: ``Failure`` when there is no such day.
  init(argument text: String) throws {
    let numbers = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, let year = numbers[0], let month = numbers[1], let day = numbers[2] else {
      throw Failure(message: "'\(text)' is no date such as 2026-11-01", status: Failure.usage)
    }
    self.init(year: year, month: month, day: day)
    guard isValid else { throw Failure(message: "there is no day \(text)", status: Failure.usage) }
  }
}

/// The `--tz` option.
enum TimeZoneArgument {
  static func clock(_ settings: Settings, _ flag: String?) throws -> ZoneClock {
    let name = settings.text("tz", flag) ?? "Asia/Shanghai"
    guard let zone = TimeZone(identifier: name) else {
      throw Failure(message: "--tz: no time zone '\(name)'; write it like Asia/Shanghai or UTC", status: Failure.usage)
    }
    return ZoneClock(zone)
  }
}
