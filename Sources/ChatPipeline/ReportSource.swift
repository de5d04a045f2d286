import ChatInsight
import ChatModel
import ChatReading
import ChatReporting
public import ChatStore

/// Where the figures of a report come from.
public enum ReportSource {
  case store(Store)
  case summaries(DailySummaries)

  /// The first and the last moment of a turn.
  func extent() throws -> (first: Timestamp?, last: Timestamp?) {
    switch self {
    case .store(let store):
      let extent = try store.extent()
      return (extent.first, extent.last)
    case .summaries(let summaries): return (summaries.first, summaries.last)
    }
  }

  /// What became of the records of the files that touch a period; for summaries, of all that was read.
  func coverage(of period: Period?, _ clock: ZoneClock) throws -> Coverage {
    switch self {
    case .store(let store): Coverage(try store.coverage(in: period?.range(clock)))
    case .summaries(let summaries): summaries.coverage
    }
  }

  /// The summary of the conversations that begin in a period; nil is the undated period.
  ///
  /// - Parameter check: called for each conversation that is read; what it throws ends the work.
  func summary(
    of period: Period?, _ clock: ZoneClock, shop: String?, check: () throws -> Void
  ) throws -> Summary {
    var summary = Summary()
    switch self {
    case .store(let store):
      try store.forEachConversation(in: period?.range(clock), undated: period == nil, shop: shop) {
        try check()
        summary.add($0)
      }
    case .summaries(let summaries):
      guard let period else { return summaries.undated }
      for day in period.firstDay...period.lastDay {
        if let found = summaries.days[CivilTime(dayNumber: day).date] { summary.merge(found) }
      }
    }
    return summary
  }
}

extension Coverage {
  fileprivate init(_ stored: StoreCoverage) {
    self.init()
    (read, self.stored, duplicates, rejected) = (stored.read, stored.stored, stored.duplicates, stored.rejected)
    rejects = stored.rejectedByCode
  }
}
