public import ChatInsight
public import ChatModel
public import ChatReading
public import ChatReporting
import Foundation

/// From the database, or from summaries, to the files of a report.
public struct ReportRun {
  private let source: ReportSource
  private let clock: ZoneClock
  private let version: TaggerVersion
  /// The report is limited to this shop; nil for all.
  public var shop: String?
  public var audiences = ReportAudience.allCases
  public var formats = ReportFormat.allCases
  /// nil: the language most customers write.
  public var language: ReportLanguage?
  /// Called for each conversation that is read; what it throws ends the work.
  public var check: () throws -> Void = {}

  public init(_ source: ReportSource, clock: ZoneClock, version: TaggerVersion) {
    (self.source, self.clock, self.version) = (source, clock, version)
  }

  /// The newest whole period of a kind in the data; nil when no turn has a time.
  ///
  /// - Parameter ending: the last day to look at, as days since 1970-01-01; nil for all.
  public func newestPeriod(_ kind: Period.Kind, ending: Int64? = nil) throws -> Period? {
    let extent = try source.extent()
    guard let first = extent.first, let last = extent.last else { return nil }
    return Period.newestWhole(
      kind, first: clock.day(of: first), last: min(clock.day(of: last), ending ?? .max))
  }

  /// Makes the report of a period; nil is the undated period.
  ///
  /// - Throws: ``StoreError``, ``ReportError``.
  public func files(of period: Period?) throws -> [ReportFile] {
    var input: ReportInput
    let coverage = try source.coverage(of: period, clock)
    if let period {
      input = ReportInput(
        period: ReportPeriod(period), summary: try summary(of: period), coverage: coverage, version: version,
        shop: shop,
        zone: clock.zone.identifier)
      let before = try summary(of: period.previous)
      if before.whole.conversations > 0 {
        (input.previousPeriod, input.previous) = (ReportPeriod(period.previous), before)
      }
    } else {
      input = ReportInput(
        period: .undated, summary: try summary(of: nil), coverage: coverage, version: version, shop: shop,
        zone: clock.zone.identifier)
    }
    let language = language ?? (input.summary.isMostlyChinese ? .zh : .en)
    return try formats.flatMap { format in
      switch format {
      case .md: try MarkdownReport.files(input, audiences: audiences, language: language)
      case .csv: try CSVReport.files(input, audiences: audiences, language: language)
      }
    }
  }

  /// The summary of the conversations that begin in a period; nil is the undated period.
  public func summary(of period: Period?) throws -> Summary {
    try source.summary(of: period, clock, shop: shop, check: check)
  }
}

/// The formats of a report.
public enum ReportFormat: String, Sendable, CaseIterable {
  case md, csv
}

extension ReportPeriod {
  fileprivate init(_ period: Period) {
    let kind: Kind =
      switch period.kind {
      case .day: .day
      case .week: .week
      case .month: .month
      case .custom: .custom
      }
    self.init(
      kind: kind, first: CivilTime(dayNumber: period.firstDay), last: CivilTime(dayNumber: period.lastDay))
  }
}
