public import ChatInsight
public import ChatModel
public import ChatReading
public import ChatReporting
public import ChatStore
import Foundation
import Synchronization

/// From the database to the files of a report.
public struct ReportRun {
  private let store: Store
  private let clock: ZoneClock
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

  public init(store: Store, clock: ZoneClock, version: TaggerVersion) {
    (self.store, self.clock, self.version) = (store, clock, version)
  }

  /// The newest whole period of a kind in the database; nil when no turn has a time.
  ///
  /// - Parameter ending: the last day to look at, as days since 1970-01-01; nil for all.
  public func newestPeriod(_ kind: Period.Kind, ending: Int64? = nil) throws -> Period? {
    let extent = try store.extent()
    guard let first = extent.first, let last = extent.last else { return nil }
    return Period.newestWhole(
      kind, first: clock.day(of: first), last: min(clock.day(of: last), ending ?? .max))
  }

  /// Makes the report of a period; nil is the undated period.
  ///
  /// - Throws: ``StoreError``, ``ReportError``.
  public func files(of period: Period?) throws -> [ReportFile] {
    var input = ReportInput(
      period: .undated, summary: Summary(), coverage: Coverage(try store.coverage(in: period?.range(clock))),
      version: version, shop: shop, zone: clock.zone.identifier)
    if let period {
      let days = try summaries(of: period.previous.days + period.days)
      let count = period.previous.days.count
      let previous = Summary(merging: days.prefix(count))
      (input.period, input.summary) = (ReportPeriod(period), Summary(merging: days.dropFirst(count)))
      if previous.whole.conversations > 0 {
        (input.previousPeriod, input.previous) = (ReportPeriod(period.previous), previous)
      }
      input.days = zip(period.previous.days + period.days, days).map { day, summary in
        ReportDay(date: CivilTime(dayNumber: day.firstDay), tallies: summary.whole)
      }
    } else {
      input.summary = try summaries(of: [nil])[0]
    }
    input.hours = hours
    input.surroundings = try period.map { try surroundings(of: $0, input.summary) }
    let language = language ?? (input.summary.isMostlyChinese ? .zh : .en)
    return try ReportFormat.allCases.filter(formats.contains).flatMap { format in
      switch format {
      case .md: try MarkdownReport.files(input, audiences: audiences, language: language)
      case .csv: try CSVReport.files(input, audiences: audiences, language: language, isForExcel: isForExcel)
      case .html: try HTMLReport.files(input, audiences: audiences, language: language)
      case .json: try JSONReport.files(input, audiences: audiences, language: language)
      }
    }
  }

  /// The summaries of the conversations that begin in each of these periods; nil is the undated period.
  ///
  /// On all cores, each reading through a connection of its own; the first failure is thrown.
  func summaries(of periods: [Period?]) throws -> [Summary] {
    let (path, clock, shop, check, settings) = (store.path, clock, shop, check, settings)
    let orders = try orders(of: periods.compactMap(\.self))
    let rest = Mutex(periods[...])
    var summaries: [Summary] = []
    try OrderedWork(workers: ProcessInfo.processInfo.activeProcessorCount).run(
      take: { rest.withLock { $0.popFirst() } },
      transform: { period, _ in
        Result {
          var summary = Summary()
          try Store(path: path, access: .readOnly).forEachConversation(
            in: period?.range(clock), undated: period == nil, shop: shop
          ) { turns in
            try check()
            let customer = turns.lazy.compactMap(\.customerID).first ?? ""
            summary.add(turns, settings, orders: orders.map { $0[customer] ?? [] })
          }
          return summary
        }
      },
      consume: { summaries.append(try $0.get()) })
    return summaries
  }

  /// The orders that customers paid in these periods or in the four days after, by customer; nil when none are known.
  private func orders(of periods: [Period]) throws -> [String: [Order]]? {
    guard let first = periods.first, let last = periods.last, try store.hasOrders() else { return nil }
    let (start, end) = (first.range(clock).lowerBound, last.range(clock).upperBound)
    return try store.orders(paidIn: start..<Timestamp(seconds: end.seconds + Self.ordersAfter))
  }

  /// Four days, in seconds.
  private static let ordersAfter: Int64 = 4 * 86_400
  /// New wording is looked for against so many periods before.
  private static let background = 4

  /// What a report on a period needs of the time around it: who came again, and how customers spoke before.
  private func surroundings(of period: Period, _ summary: Summary) throws -> Surroundings {
    let range = period.range(clock)
    let around =
      Timestamp(
        seconds: range.lowerBound.seconds - ContactLog.window)..<Timestamp(
        seconds: range.upperBound.seconds + ContactLog.window)
    let contacts = try FactsRun.contacts(store, in: around, shop: shop)
    var first = period
    for _ in 0..<Self.background { first = first.previous }
    let before = try store.conversations(
      in: first.range(clock).lowerBound..<range.lowerBound, shop: shop
    ).sorted { (WordingSample.order(of: $0.id), $0.row) < (WordingSample.order(of: $1.id), $1.row) }
    var sample = WordingSample()
    try store.forEachConversation(before.prefix(WordingSample.capacity).map(\.row)) { sample.add($0) }
    return Surroundings(of: summary, contacts: contacts, wording: sample, conversations: before.count)
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

extension Coverage {
  fileprivate init(_ stored: StoreCoverage) {
    self.init()
    (read, self.stored, duplicates, rejected) = (stored.read, stored.stored, stored.duplicates, stored.rejected)
    rejects = stored.rejectedByCode
  }
}
