import ChatInsight
import ChatModel
import ChatReading
import ChatReporting
public import ChatStore
import Synchronization

/// What a report on a period is made from: parts of it merge.
struct ReportFigures: Mergeable {
  /// The summaries of the conversations that began on each day, by days since 1970-01-01; nil: without any time.
  ///
  /// Of the period and of the one before; days without conversations are left out.
  var days: [Int64?: Summary] = [:]
  /// Who came, from seven days before the period to seven days after it.
  var contacts = ContactLog()
  /// How customers spoke in the period, and what of it is new against a sample of so many conversations of the periods
  /// before.
  var wording = WordingSample(), phrases: [NewPhrase] = [], conversationsBefore = 0

  mutating func merge(_ other: Self) {
    for (day, summary) in other.days { days[day, default: Summary()].merge(summary) }
    contacts.merge(other.contacts)
    wording.merge(other.wording)
    phrases += other.phrases
    conversationsBefore += other.conversationsBefore
  }
}

/// Where the figures of a report come from.
public enum ReportSource: Sendable {
  case store(Store)
  case summaries(DailySummaries)
}

/// The figures of a report, from either source: the same ones, as long as no orders are joined.
extension ReportRun {
  /// The first and the last moment of a turn; nil when no turn has a time.
  func extent() throws -> (first: Timestamp, last: Timestamp)? {
    let (first, last): (Timestamp?, Timestamp?)
    switch source {
    case .store(let store):
      let extent = try store.extent()
      (first, last) = (extent.first, extent.last)
    case .summaries(let summaries): (first, last) = (summaries.first, summaries.last)
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

  /// What a report on a period is made from; nil is the undated period.
  func figures(of period: Period?) throws -> ReportFigures {
    switch source {
    case .store(let store): try figures(of: period, in: store)
    case .summaries(let daily): figures(of: period, in: daily)
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

  /// A part of the work that one core does.
  private enum Part: Sendable {
    case contacts(Range<Timestamp>)
    /// By the rows of conversations of the period and of those before, in the order in which a sample takes them.
    case wording([Int64], before: [Int64])
    /// By the rows of conversations that began on a day.
    case summary(day: Int64?, [Int64])
  }

  /// So many conversations are a part: small enough for no core to be idle at the end.
  private static let partSize = 1000

  /// On all cores, each reading through a connection of its own; the first failure is thrown.
  private func figures(of period: Period?, in store: Store) throws -> ReportFigures {
    let work =
      if let period {
        try parts(of: period, in: store)
      } else {
        Self.parts(nil, try store.conversations(in: nil, shop: shop).map(\.row))
      }
    let orders = try period.flatMap { try self.orders(of: $0, in: store) }
    let idle = Mutex<[Store]>([])
    var figures = ReportFigures()
    try OrderedWork.onAllCores(work) { part in
      let store = try idle.withLock { $0.popLast() } ?? Store(path: store.path, access: .readOnly)
      defer { idle.withLock { $0.append(store) } }
      return try self.figures(of: part, orders, in: store)
    } consume: {
      figures.merge($0)
    }
    return figures
  }

  private func figures(of part: Part, _ orders: [String: [Order]]?, in store: Store) throws -> ReportFigures {
    var figures = ReportFigures()
    switch part {
    case .contacts(let range): figures.contacts = try FactsRun.contacts(store, in: range, shop: shop)
    case .wording(let rows, let before):
      figures.wording = try sample(rows, in: store)
      figures.phrases = NewWording.find(figures.wording, against: try sample(before, in: store))
      figures.conversationsBefore = before.count
    case .summary(let day, let rows):
      var summary = Summary()
      try store.forEachConversation(rows) { turns in
        try check()
        summary.add(
          turns, settings, orders: orders.map { $0[turns.lazy.compactMap(\.customerID).first ?? ""] ?? [] },
          isSampled: false)
      }
      figures.days[day] = summary
    }
    return figures
  }

  private func sample(_ rows: [Int64], in store: Store) throws -> WordingSample {
    var sample = WordingSample()
    var rest = rows[...]
    // Conversations without words of a customer take no place in it.
    while case let room = WordingSample.capacity - sample.entries.count, room > 0, !rest.isEmpty {
      try store.forEachConversation(rest.prefix(room)) { turns in
        try check()
        sample.add(turns)
      }
      rest = rest.dropFirst(room)
    }
    return sample
  }

  private func parts(of period: Period, in store: Store) throws -> [Part] {
    let (range, window) = (period.range(clock), ContactLog.window)
    let (first, last) = (range.lowerBound.seconds - window, range.upperBound.seconds + window)
    let start = start(before: period).range(clock).lowerBound
    let all = try store.conversations(in: start..<range.upperBound, shop: shop)
    func begun(in range: Range<Timestamp>) -> [(row: Int64, id: String, started: Timestamp?)] {
      all.filter { $0.started.map(range.contains) ?? false }
    }
    func sampled(in range: Range<Timestamp>) -> [Int64] {
      begun(in: range).map { (WordingSample.order(of: $0.id), $0.row) }.sorted(by: <).map(\.1)
    }
    let days = (period.previous.days + period.days).flatMap { day in
      Self.parts(day.firstDay, begun(in: day.range(clock)).map(\.row))
    }
    return [
      .contacts(Timestamp(seconds: first)..<Timestamp(seconds: last)),
      .wording(sampled(in: range), before: sampled(in: start..<range.lowerBound)),
    ] + days
  }

  private static func parts(_ day: Int64?, _ rows: [Int64]) -> [Part] {
    stride(from: 0, to: rows.count, by: partSize).map { .summary(day: day, Array(rows[$0...].prefix(partSize))) }
  }

  /// The orders that customers paid from the period before to four days after this one, by customer; nil when none are
  /// known.
  private func orders(of period: Period, in store: Store) throws -> [String: [Order]]? {
    guard try store.hasOrders() else { return nil }
    let (start, end) = (period.previous.range(clock).lowerBound, period.range(clock).upperBound)
    return try store.orders(paidIn: start..<Timestamp(seconds: end.seconds + Self.ordersAfter))
  }

  /// Four days, in seconds.
  private static let ordersAfter: Int64 = 4 * 86_400

  // MARK: From summaries

  private func figures(of period: Period?, in daily: DailySummaries) -> ReportFigures {
    var figures = ReportFigures()
    guard let period else {
      figures.days[nil] = daily.undated
      return figures
    }
    for day in period.previous.days + period.days {
      figures.days[day.firstDay] = daily.summary(of: day.firstDay...day.lastDay)
    }
    // A day more than the window on both sides: clocks may be changed in it, and who is too far away does not count.
    let days = ContactLog.window / 86_400 + 1
    figures.contacts = daily.summary(of: period.firstDay - days...period.lastDay + days).contacts
    let before = daily.summary(of: start(before: period).firstDay...period.firstDay - 1)
    figures.wording = daily.summary(of: period.firstDay...period.lastDay).wording
    figures.phrases = NewWording.find(figures.wording, against: before.wording)
    figures.conversationsBefore = before.whole.conversations
    return figures
  }
}

extension Coverage {
  fileprivate init(_ stored: StoreCoverage) {
    self.init()
    (read, self.stored, duplicates, rejected) = (stored.read, stored.stored, stored.duplicates, stored.rejected)
    rejects = stored.rejectedByCode
  }
}
