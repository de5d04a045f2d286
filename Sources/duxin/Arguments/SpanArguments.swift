import ArgumentParser
import ChatModel
import ChatPipeline
import ChatReading
import ChatStore

/// From when to when turns are looked at.
struct SpanArguments: ParsableArguments {
  @Option(help: ArgumentHelp("From this date, or so long before the newest turn: 7d, 24h.", valueName: "date"))
  var since: String?

  @Option(help: ArgumentHelp("Before this date, or so long before the newest turn.", valueName: "date"))
  var until: String?

  /// The moments in a database; nil where none was given.
  func moments(_ settings: Settings, _ store: StoreArguments) throws -> (since: Timestamp?, until: Timestamp?) {
    guard since != nil || until != nil else { return (nil, nil) }
    let store = try store.reader(settings)
    return (
      try since.map { try Self.moment($0, settings, store) }, try until.map { try Self.moment($0, settings, store) }
    )
  }

  /// A date or time, or a stretch before the newest turn in the database.
  private static func moment(_ text: String, _ settings: Settings, _ store: Store) throws -> Timestamp {
    let units: [Character: Int64] = ["h": 3600, "d": 86_400, "w": 604_800]
    if let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()) {
      guard let last = try store.extent().last else {
        throw Failure(message: "no turn in the database has a time; leave out --since and --until")
      }
      return Timestamp(seconds: last.seconds + 1 - count * unit)
    }
    let clock = try TimeZoneArgument.clock(settings, try store.zone())
    guard let moment = TimestampParser(clock).parse(Array(text.utf8).span) else {
      throw Failure(message: "'\(text)' is no date such as 2026-11-01 and no stretch such as 7d", status: Failure.usage)
    }
    return moment
  }
}
