import ChatInsight
import ChatModel
import ChatReading
import ChatReporting
public import ChatStore
import Foundation
import Synchronization

/// Where the figures of a report come from.
public enum ReportSource {
  case store(Store)
  case summaries(DailySummaries)
}

/// The figures of a report, from either source: the same ones, as long as no orders are joined.
extension ReportRun {
  /// The first and the last moment of a turn; nil when no turn has a time.
  func extent() throws -> (first: Timestamp, last: Timestamp)? {
    let (first, last) =
      switch source {
      case .store(let store): (try store.extent().first, try store.extent().last)
      case .summaries(let summaries): (summaries.first, summaries.last)
      }
    guard let first, let last else { return nil }
    return (first, last)
  }

  /// What became of the records of the files that touch a period; for summaries, of all that was read.
  func coverage(of period: Period?) throws -> Coverage {
    switch source {
    case .store(let store): Coverage(try store.coverage(in: period?.range(clock)))
    case .summaries(let summaries): summaries.coverage
    }
  }

  /// The summaries of the conversations that begin in each of these periods; nil is the undated period.
  func summaries(of periods: [Period?]) throws -> [Summary] {
    switch source {
    case .store(let store): try summaries(of: periods, in: store)
    case .summaries(let daily):
      periods.map { period in period.map { daily.summary(of: $0.firstDay...$0.lastDay) } ?? daily.undated }
    }
  }

  /// What a report on a period needs of the time around it: who came again, and how customers spoke before.
  func lookAround(_ period: Period, _ input: inout ReportInput) throws {
    switch source {
    case .store(let store): try lookAround(period, &input, in: store)
    case .summaries(let daily): lookAround(period, &input, in: daily)
    }
  }

  /// New wording is looked for against so many periods before.
  private static let background = 4

  /// The first of the periods whose wording a period is held against.
  private func start(before period: Period) -> Period {
    (0..<Self.background).reduce(period) { first, _ in first.previous }
  }

  // MARK: From a database

  /// On all cores, each reading through a connection of its own; the first failure is thrown.
  private func summaries(of periods: [Period?], in store: Store) throws -> [Summary] {
    let (path, clock, shop, check, settings) = (store.path, clock, shop, check, settings)
    let orders = try orders(of: periods.compactMap(\.self), in: store)
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
  private func orders(of periods: [Period], in store: Store) throws -> [String: [Order]]? {
    guard let first = periods.first, let last = periods.last, try store.hasOrders() else { return nil }
    let (start, end) = (first.range(clock).lowerBound, last.range(clock).upperBound)
    return try store.orders(paidIn: start..<Timestamp(seconds: end.seconds + Self.ordersAfter))
  }

  /// Four days, in seconds.
  private static let ordersAfter: Int64 = 4 * 86_400

  private func lookAround(_ period: Period, _ input: inout ReportInput, in store: Store) throws {
    let range = period.range(clock)
    let around =
      Timestamp(
        seconds: range.lowerBound.seconds - ContactLog.window)..<Timestamp(
        seconds: range.upperBound.seconds + ContactLog.window)
    input.around = try FactsRun.contacts(store, in: around, shop: shop)
    let before = try store.conversations(
      in: start(before: period).range(clock).lowerBound..<range.lowerBound, shop: shop
    ).sorted { (WordingSample.order(of: $0.id), $0.row) < (WordingSample.order(of: $1.id), $1.row) }
    (input.background, input.backgroundSize) = (WordingSample(), before.count)
    // Conversations without words of a customer take no place in the sample.
    var rest = before[...]
    while case let room = WordingSample.capacity - input.background.entries.count, room > 0, !rest.isEmpty {
      try store.forEachConversation(rest.prefix(room).map(\.row)) { input.background.add($0) }
      rest = rest.dropFirst(room)
    }
  }

  // MARK: From summaries

  private func lookAround(_ period: Period, _ input: inout ReportInput, in daily: DailySummaries) {
    input.hours = daily.origin?.hours
    // A day more than the window on both sides: clocks may be changed in it, and who is too far away does not count.
    let days = ContactLog.window / 86_400 + 1
    input.around = daily.summary(of: period.firstDay - days...period.lastDay + days).contacts
    let before = daily.summary(of: start(before: period).firstDay...period.firstDay - 1)
    (input.background, input.backgroundSize) = (before.wording, before.whole.conversations)
  }
}

extension Coverage {
  fileprivate init(_ stored: StoreCoverage) {
    self.init()
    (read, self.stored, duplicates, rejected) = (stored.read, stored.stored, stored.duplicates, stored.rejected)
    rejects = stored.rejectedByCode
  }
}
