public import ChatInsight
public import ChatModel

/// Who a page is for.
public enum ReportAudience: String, CaseIterable, Sendable {
  case product, marketing, service
}

/// The language of a report.
public enum ReportLanguage: String, CaseIterable, Sendable {
  case zh, en
}

/// The days a report is about, in the zone of the report.
public struct ReportPeriod: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case day, week, month, custom
    /// Conversations without any time; they have no days and no period before.
    case undated
  }

  public var kind: Kind
  /// The first and the last day, both included; nil when undated.
  public var first, last: CivilTime?

  public init(kind: Kind, first: CivilTime?, last: CivilTime?) {
    (self.kind, self.first, self.last) = (kind, first, last)
  }

  public static let undated = ReportPeriod(kind: .undated, first: nil, last: nil)
}

/// One day of the period or of the one before.
public struct ReportDay: Hashable, Sendable {
  public var date: CivilTime
  /// The conversations that began on it.
  public var tallies: Tallies

  public init(date: CivilTime, tallies: Tallies) { (self.date, self.tallies) = (date, tallies) }
}

/// What became of the records that were read for a report: read = stored + duplicates + rejected.
public struct Coverage: Hashable, Sendable, Codable {
  public var read = 0, stored = 0, duplicates = 0, rejected = 0
  /// Rejected records by the code of their problem.
  public var rejects: [String: Int] = [:]

  public init() {}
}

/// What only the time around a period shows: who came again, and which wording is new.
public struct Surroundings: Sendable {
  public var repeats: Repeats
  /// New against the periods before, the clearest first.
  public var phrases: [NewPhrase]
  /// The conversations of the periods before.
  public var conversations: Int

  /// - Parameters:
  ///   - contacts: those of the seven days before and after the period; may hold those of the period.
  ///   - phrases: what is new against a sample of so many `conversations` of the periods before.
  public init(of summary: Summary, contacts: ContactLog, phrases: [NewPhrase], conversations: Int) {
    repeats = Repeats(summary.contacts, around: contacts)
    (self.phrases, self.conversations) = (phrases, conversations)
  }
}

/// All that a report is made from.
public struct ReportInput: Sendable {
  public var period: ReportPeriod
  public var summary: Summary
  /// The period before and its summary; nil when there is none to compare with.
  public var previousPeriod: ReportPeriod?
  public var previous: Summary?
  /// The days of the period before and of the period, in order; empty where they are not known.
  public var days: [ReportDay] = []
  public var coverage: Coverage
  /// What made the tags.
  public var version: TaggerVersion
  /// The shop the report is limited to, or nil for all.
  public var shop: String?
  /// The name of the time zone of the days and times, such as `Asia/Shanghai`.
  public var zone: String
  /// What the time around the period shows; nil where nothing is known of it.
  public var surroundings: Surroundings?
  /// The business hours that waits were measured in, as the user wrote them; nil: all time counts.
  public var hours: String?
  /// The confidence below which tags were counted as guesses.
  public var unsureBelow = FactSettings().unsureBelow

  public init(
    period: ReportPeriod, summary: Summary, previousPeriod: ReportPeriod? = nil, previous: Summary? = nil,
    coverage: Coverage, version: TaggerVersion, shop: String? = nil, zone: String
  ) {
    (self.period, self.summary) = (period, summary)
    (self.previousPeriod, self.previous) = (previousPeriod, previous)
    (self.coverage, self.version, self.shop, self.zone) = (coverage, version, shop, zone)
  }
}

/// One file of a report.
public struct ReportFile: Hashable, Sendable {
  /// The file name, without folder.
  public var name: String
  public var bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
}

/// Why a report could not be written: the shipped texts are broken.
public struct ReportError: Error, Hashable, CustomStringConvertible {
  /// The text file, and the key or line that is wrong.
  public var file, detail: String

  public var description: String { "report texts: \(file): \(detail)" }
}
