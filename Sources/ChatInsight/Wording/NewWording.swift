/// A phrase that customers use more than before.
public struct NewPhrase: Hashable, Sendable {
  public var text: String
  /// Conversations of the samples that use it, before and now.
  public var change: Change
  public var trend: Trend
  /// See ``LogOdds``.
  public var zScore: Double
  /// Where it was said, shortest first.
  public var quotes: [Quote]
}

/// Finds wording that is new: without a list of words, by comparing runs of units between two samples.
public enum NewWording {
  /// Runs of one to four units are compared.
  private static let longest = 4
  /// A run grows to a phrase while this share of its conversations goes on the same way.
  private static let growth = 0.8
  /// A phrase grows up to so many units.
  private static let phraseLimit = 12
  /// A phrase most of whose conversations an earlier one has already is left out.
  private static let overlap = 0.5

  /// The phrases used more in one sample than in another, the clearest first.
  ///
  /// All runs that enough conversations use are judged together, as ``Trend/judge(_:)`` does; of those that are more
  /// frequent now, the ones with a log-odds score of 1.96 or more are grown to phrases.
  public static func find(_ now: WordingSample, against before: WordingSample, limit: Int = 15) -> [NewPhrase] {
    guard !before.entries.isEmpty else { return [] }
    let (new, old) = (now.entries.map { Units($0.lines) }, before.entries.map { Units($0.lines) })
    let newCounts = counts(new)
    let oldCounts = counts(old, of: newCounts)
    func change(_ count: Int, _ oldCount: Int) -> Change {
      Change(from: Proportion(oldCount, of: old.count), to: Proportion(count, of: new.count))
    }
    let family = newCounts.map { code, count in (code: code, change: change(count, oldCounts[code] ?? 0)) }
      .filter { !$0.change.isTooSmall }.sorted { $0.code < $1.code }
    let clear = zip(family, Trend.judge(family.map(\.change))).compactMap { run, trend -> (code: UInt64, z: Double)? in
      guard trend == .rising || trend == .new, run.change.now.count >= 5 else { return nil }
      let z = LogOdds.zScore(
        now: run.change.now.count, of: new.count, before: run.change.before.count, of: old.count)
      return z >= 1.96 ? (run.code, z) : nil
    }
    .sorted { ($1.z, $0.code) < ($0.z, $1.code) }
    let places = places(of: Set(clear.map(\.code)), in: new)
    var phrases: [NewPhrase] = []
    var used: [Set<Int>] = []
    for run in clear where phrases.count < limit {
      guard let places = places[run.code] else { continue }
      let documents = Set(places.map(\.document))
      if used.contains(where: { Double($0.intersection(documents).count) > overlap * Double(documents.count) }) {
        continue
      }
      let grown = grow(places, in: new)
      guard let first = grown.first, new[first.document].isWording(first.range) else { continue }
      let text = new[first.document].text(first.range)
      let count = Set(grown.map(\.document)).count
      let change = change(count, Self.count(new[first.document].codes[first.range], in: old))
      used.append(documents)
      phrases.append(
        NewPhrase(
          text: text, change: change, trend: change.before.count == 0 ? .new : .rising, zScore: run.z,
          quotes: quotes(grown, new, now)))
    }
    return phrases
  }

  // MARK: Counting

  private struct Place {
    var document: Int
    var range: Range<Int>
  }

  /// Calls `body` with each run of units.
  private static func forEachRun(_ units: Units, _ body: (_ code: UInt64, _ range: Range<Int>) -> Void) {
    for start in units.codes.indices {
      for length in 1...longest where start + length <= units.codes.count {
        guard let code = units.code(start..<start + length) else { break }
        body(code, start..<start + length)
      }
    }
  }

  /// Conversations that use each run.
  ///
  /// - Parameter known: other runs are left out; nil for none.
  private static func counts(_ documents: [Units], of known: [UInt64: Int]? = nil) -> [UInt64: Int] {
    var counts: [UInt64: (count: Int, last: Int)] = [:]
    for (document, units) in documents.enumerated() {
      forEachRun(units) { code, _ in
        if let known, known[code] == nil { return }
        let known = counts[code, default: (0, -1)]
        if known.last != document { counts[code] = (known.count + 1, document) }
      }
    }
    return counts.mapValues(\.count)
  }

  private static func places(of runs: Set<UInt64>, in documents: [Units]) -> [UInt64: [Place]] {
    var places: [UInt64: [Place]] = [:]
    for (document, units) in documents.enumerated() {
      forEachRun(units) { code, range in
        if runs.contains(code) { places[code, default: []].append(Place(document: document, range: range)) }
      }
    }
    return places
  }

  /// Conversations that use a phrase.
  private static func count(_ phrase: ArraySlice<UInt64>, in documents: [Units]) -> Int {
    documents.count { units in
      units.codes.indices.contains { start in
        start + phrase.count <= units.codes.count
          && units.codes[start..<start + phrase.count].elementsEqual(phrase)
      }
    }
  }

  // MARK: Phrases

  /// Grows a run on both sides while most of its conversations go on the same way.
  private static func grow(_ places: [Place], in documents: [Units]) -> [Place] {
    var places = places
    while let first = places.first, first.range.count < phraseLimit {
      guard let longer = step(places, documents, forward: true) ?? step(places, documents, forward: false) else {
        break
      }
      places = longer
    }
    return places
  }

  /// The places that are left when the run takes in its most frequent neighbour; nil when too few are.
  private static func step(_ places: [Place], _ documents: [Units], forward: Bool) -> [Place]? {
    var next: [UInt64: [Place]] = [:]
    for place in places {
      let neighbour = forward ? place.range.upperBound : place.range.lowerBound - 1
      let codes = documents[place.document].codes
      guard codes.indices.contains(neighbour), codes[neighbour] != 0 else { continue }
      let range =
        forward ? place.range.lowerBound..<neighbour + 1 : neighbour..<place.range.upperBound
      next[codes[neighbour], default: []].append(Place(document: place.document, range: range))
    }
    func size(_ places: [Place]) -> Int { Set(places.map(\.document)).count }
    let best = next.max { (size($0.value), $1.key) < (size($1.value), $0.key) }?.value ?? []
    return Double(size(best)) >= growth * Double(size(places)) ? best : nil
  }

  /// The shortest lines that a phrase stands in.
  private static func quotes(_ places: [Place], _ documents: [Units], _ sample: WordingSample) -> [Quote] {
    var shelf = Shelf<Quote>()
    for place in places {
      let phrase = documents[place.document].codes[place.range]
      let entry = sample.entries[place.document]
      let line = entry.lines.first { line in
        count(phrase, in: [Units([line])]) == 1
      }
      guard let line else { continue }
      shelf.insert(Quote(conversationID: entry.conversationID, turn: line.turn, text: line.text))
    }
    return shelf.items
  }
}
