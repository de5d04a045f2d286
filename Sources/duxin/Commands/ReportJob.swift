import CMalloc
import ChatModel
import ChatPipeline
import ChatReading
import ChatReporting
import Foundation

/// The work of `duxin report`, which `duxin run` ends with.
struct ReportJob {
  let arguments: ReportArguments
  let facts: FactArguments
  let tagger: TaggerArguments
  let settings: Settings
  let console: Console

  /// Writes the report into a folder of its period.
  ///
  /// - Parameters:
  ///   - formats: names with commas; nil for all.
  ///   - shop: the report is limited to it; nil for all.
  func run(_ source: ReportSource, clock: ZoneClock, version: TaggerVersion, formats: String?, shop: String?) throws {
    Interruption.watch()
    // What a report makes is freed where it was made: with a heap each, threads need not wait for one another.
    mallopt(M_ARENA_MAX, Int32(ProcessInfo.processInfo.activeProcessorCount))
    var report = ReportRun(source, clock: clock, version: version)
    report.check = Interruption.check
    report.shop = shop
    (report.settings, report.hours) = (try facts.factSettings(settings, clock, tagger), facts.hours(settings))
    report.isForExcel = settings.isOn("excel", arguments.excel)
    if let list = settings.text("audience", arguments.audience), list != "all" {
      report.audiences = try Self.members(list, of: ReportAudience.self, option: "--audience")
    }
    if let list = formats ?? settings.text("report-format", nil), list != "all" {
      report.formats = try Self.members(list, of: ReportFormat.self, option: "--format")
    }
    if let name = settings.text("lang", arguments.lang) {
      guard let language = ReportLanguage(rawValue: name) else {
        throw Failure(message: "--lang is zh or en, not '\(name)'", status: Failure.usage)
      }
      report.language = language
    }
    let period = try period(report)
    let files = try report.files(of: period)
    let folder = URL(filePath: settings.text("out", arguments.out) ?? "reports").appending(
      path: period?.name ?? "undated")
    try AtomicFile.makeFolder(folder.relativePath)
    for file in files { try AtomicFile.write(file.bytes, to: folder.appending(path: file.name).path) }
    console.note("\(files.count) report files of \(period?.name ?? "chats without a time") → \(folder.relativePath)")
  }

  /// The period the user asked for; nil where no turn has a time.
  private func period(_ report: ReportRun) throws -> Period? {
    let name = settings.text("period", arguments.period) ?? "week"
    let ending = try arguments.ending.map { try CivilTime(argument: $0).dayNumber }
    if let kind = Period.Kind(rawValue: name), kind != .custom {
      return try report.newestPeriod(kind, ending: ending)
    }
    let parts = name.components(separatedBy: "..")
    guard parts.count == 2 else {
      throw Failure(message: "--period is day, week, month or FROM..TO, not '\(name)'", status: Failure.usage)
    }
    let (first, last) = (try CivilTime(argument: parts[0]).dayNumber, try CivilTime(argument: parts[1]).dayNumber)
    guard first <= last else {
      throw Failure(message: "--period: \(parts[1]) is before \(parts[0])", status: Failure.usage)
    }
    return Period(kind: .custom, firstDay: first, lastDay: last)
  }

  private static func members<Name: RawRepresentable<String> & CaseIterable>(
    _ list: String, of _: Name.Type, option: String
  ) throws -> [Name] {
    try list.split(separator: ",").map { word in
      guard let name = Name(rawValue: String(word)) else {
        let known = Name.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure(message: "\(option): there is no '\(word)'; there are \(known), or all", status: Failure.usage)
      }
      return name
    }
  }
}
