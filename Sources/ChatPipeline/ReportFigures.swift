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
  func surroundings(of period: Period, _ summary: Summary) throws -> Surroundings {
    switch source {
    case .store(let store): try surroundings(of: period, summary, in: store)
    case .summaries(let daily): surroundings(of: period, summary, in: daily)
    }
  }

  /// The business hours that waits were measured in, as the user wrote them.
  var measuredHours: String? {
    switch source {
    case .store: hours
    case .summaries(let daily): daily.origin?.hours
    }
  }

  /// The confidence below which tags were counted as guesses.
  var unsureBelow: Float {
    switch source {
    case .store: settings.unsureBelow
    case .summaries(let daily): daily.origin?.unsureBelow ?? settings.unsureBelow
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

  private func surroundings(of period: Period, _ summary: Summary, in store: Store) throws -> Surroundings {
    let range = period.range(clock)
    let around =
      Timestamp(
        seconds: range.lowerBound.seconds - ContactLog.window)..<Timestamp(
        seconds: range.upperBound.seconds + ContactLog.window)
    let contacts = try FactsRun.contacts(store, in: around, shop: shop)
    let before = try store.conversations(
      in: start(before: period).range(clock).lowerBound..<range.lowerBound, shop: shop
    ).sorted { (WordingSample.order(of: $0.id), $0.row) < (WordingSample.order(of: $1.id), $1.row) }
    var sample = WordingSample()
    // Conversations without words of a customer take no place in the sample.
    var rest = before[...]
    while case let room = WordingSample.capacity - sample.entries.count, room > 0, !rest.isEmpty {
      try store.forEachConversation(rest.prefix(room).map(\.row)) { sample.add($0) }
      rest = rest.dropFirst(room)
    }
    return Surroundings(of: summary, contacts: contacts, wording: sample, conversations: before.count)
  }

  // MARK: From summaries

  private func surroundings(of period: Period, _ summary: Summary, in daily: DailySummaries) -> Surroundings {
    // A day more than the window on both sides: clocks may be changed in it, and who is too far away does not count.
    let days = ContactLog.window / 86_400 + 1
    let around = daily.summary(of: period.firstDay - days...period.lastDay + days)
    let before = daily.summary(of: start(before: period).firstDay...period.firstDay - 1)
    return Surroundings(
      of: summary, contacts: around.contacts, wording: before.wording, conversations: before.whole.conversations)
  }
}

extension Coverage {
  fileprivate init(_ stored: StoreCoverage) {
    self.init()
    (read, self.stored, duplicates, rejected) = (stored.read, stored.stored, stored.duplicates, stored.rejected)
    rejects = stored.rejectedByCode
  }
}
