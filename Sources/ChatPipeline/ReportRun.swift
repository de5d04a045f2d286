public import ChatInsight
public import ChatModel
public import ChatReading
public import ChatReporting
import Foundation

/// From the database, or from summaries, to the files of a report.
public struct ReportRun: Sendable {
  let source: ReportSource
  let clock: ZoneClock
  private let version: TaggerVersion
  /// The report is limited to this shop; nil for all.
  public var shop: String?
  public var audiences = ReportAudience.allCases
  public var formats = ReportFormat.allCases
  /// Whether CSV files begin with a byte order mark.
  public var isForExcel = false
  /// nil: the language most customers write.
  public var language: ReportLanguage?
  /// How facts are measured, and the business hours in it as the user wrote them.
  public var settings = FactSettings()
  public var hours: String?
  /// Called for each conversation that is read, on any thread; what it throws ends the work.
  public var check: @Sendable () throws -> Void = {}

  public init(_ source: ReportSource, clock: ZoneClock, version: TaggerVersion) {
    (self.source, self.clock, self.version) = (source, clock, version)
  }

  /// The newest whole period of a kind in the data; nil when no turn has a time.
  ///
  /// - Parameter ending: the last day to look at, as days since 1970-01-01; nil for all.
  public func newestPeriod(_ kind: Period.Kind, ending: Int64? = nil) throws -> Period? {
    guard let (first, last) = try extent() else { return nil }
    return Period.newestWhole(
      kind, first: clock.day(of: first), last: min(clock.day(of: last), ending ?? .max))
  }

  /// Makes the report of a period; nil is the undated period.
  ///
  /// - Throws: ``StoreError``, ``ReportError``.
  public func files(of period: Period?) throws -> [ReportFile] {
    var input = ReportInput(
      period: .undated, summary: Summary(), coverage: try coverage(of: period),
      version: version, shop: shop, zone: clock.zone.identifier)
    let figures = try figures(of: period)
    if let period {
      let numbers = (period.previous.days + period.days).map(\.firstDay)
      let days = numbers.map { figures.days[$0] ?? Summary() }
      let count = period.previous.days.count
      let previous = Summary(merging: days.prefix(count))
      (input.period, input.summary) = (ReportPeriod(period), Summary(merging: days.dropFirst(count)))
      input.summary.wording.keep(figures.wording)
      if previous.whole.conversations > 0 {
        (input.previousPeriod, input.previous) = (ReportPeriod(period.previous), previous)
      }
      input.days = zip(numbers, days).map { ReportDay(date: CivilTime(dayNumber: $0), tallies: $1.whole) }
      input.surroundings = Surroundings(
        of: input.summary, contacts: figures.contacts, phrases: figures.phrases,
        conversations: figures.conversationsBefore)
    } else {
      input.summary = figures.days[nil] ?? Summary()
    }
    input.hours = measuredHours
    input.unsureBelow = unsureBelow
    return try files(of: input)
  }

  /// The formats side by side, on all cores.
  private func files(of input: ReportInput) throws -> [ReportFile] {
    let language = language ?? (input.summary.isMostlyChinese ? .zh : .en)
    var files: [ReportFile] = []
    try OrderedWork.onAllCores(ReportFormat.allCases.filter(formats.contains)) { format in
      switch format {
      case .md: try MarkdownReport.files(input, audiences: audiences, language: language)
      case .csv: try CSVReport.files(input, audiences: audiences, language: language, isForExcel: isForExcel)
      case .html: try HTMLReport.files(input, audiences: audiences, language: language)
      case .json: try JSONReport.files(input, audiences: audiences, language: language)
      }
    } consume: {
      files += $0
    }
    return files
  }
}

/// The formats of a report.
public enum ReportFormat: String, Sendable, CaseIterable {
  case md, csv, html, json
}

extension Summary {
  fileprivate init(merging parts: some Sequence<Summary>) {
    self.init()
    for part in parts { merge(part) }
  }
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
