public import ChatModel

/// What the rules did in many turns: which fired how often, which agree with the tags given, which come together.
public struct RuleCoverage: Sendable {
  /// What one rule did.
  public struct Entry: Sendable, Equatable {
    public var rule: RuleDescription
    /// Turns in which it fired.
    public var turns = 0
    /// Those that were given a label it speaks for.
    public var kept = 0
    /// Those in which no other rule spoke for the label that was kept.
    public var alone = 0
  }

  /// Two rules of one task that fire in the same turns.
  public struct Overlap: Sendable, Equatable {
    public var first, second: String
    /// Turns in which both fired, and in which either did.
    public var both, either: Int
  }

  /// For each rule, in the order of the files.
  public private(set) var entries: [Entry]
  /// Turns of customers, agents and bots with words in them; those in which no rule fired for a word.
  public private(set) var turns = 0
  public private(set) var untouched = 0

  private let tagger: TurnTagger
  private let scratch = ScratchBox()
  private var pairs: [UInt64: Int] = [:]

  public init(_ tagger: TurnTagger) throws(TaggingError) {
    self.tagger = tagger
    let sources =
      tagger.rules.sources.isEmpty ? try RuleCompiler.compile(RuleFile.shipped).sources : tagger.rules.sources
    entries = sources.map { Entry(rule: RuleDescription($0)) }
  }

  /// Tags a turn in its context and counts what the rules did; whether any fired for a word (nil for a turn without words).
  @discardableResult
  public mutating func add(_ index: Int, of batch: TurnBatch) -> Bool? {
    let turn = batch.turns[index]
    guard turn.speaker != .system, turn.messageType == .text, !turn.text.isEmpty else { return nil }
    let tags = tagger.tag(index, of: batch, with: scratch.value)
    turns += 1
    let firings = scratch.value.withWork(for: tagger) { work in
      // Again, for tagging need not have read the turn.
      _ = tagger.readRules(index, of: batch, &work)
      return work.rules.board.firings
    }
    let isTouched = firings.contains { $0.hit >= 0 }
    if !isTouched { untouched += 1 }
    let rules = tagger.rules
    let given = Set(ScoreBoard.labels(of: tags))
    var speakers: [Int: Int] = [:]
    for firing in firings {
      for label in labels(of: firing.rule, in: given) { speakers[label, default: 0] += 1 }
    }
    for firing in firings {
      let rule = Int(firing.rule)
      entries[rule].turns += 1
      let kept = labels(of: firing.rule, in: given)
      if !kept.isEmpty { entries[rule].kept += 1 }
      if kept.contains(where: { speakers[$0] == 1 }) { entries[rule].alone += 1 }
    }
    let fired = firings.map(\.rule).sorted()
    for (at, first) in fired.enumerated() {
      for second in fired[(at + 1)...] where rules.rules[Int(first)].task == rules.rules[Int(second)].task {
        pairs[UInt64(first) << 32 | UInt64(second), default: 0] += 1
      }
    }
    return isTouched
  }

  /// The labels a rule speaks for that a turn was given.
  private func labels(of rule: Int32, in given: Set<Int>) -> [Int] {
    let rules = tagger.rules
    return rules.rules[Int(rule)].gifts.map { rules.gifts[Int($0)] }
      .filter { $0.weight > 0 && given.contains(Int($0.label)) }.map { Int($0.label) }
  }

  /// Rules of one task that fire together in at least `share` of the turns in which either does, most first.
  public func overlaps(atLeast share: Double, inTurns minimum: Int) -> [Overlap] {
    pairs.filter { $0.value >= minimum }.map { key, both in
      let (first, second) = (entries[Int(key >> 32)], entries[Int(key & 0xFFFF_FFFF)])
      return Overlap(
        first: first.rule.id, second: second.rule.id, both: both, either: first.turns + second.turns - both)
    }
    .filter { Double($0.both) >= share * Double($0.either) }
    .sorted { ($1.both, $0.first, $0.second) < ($0.both, $1.first, $1.second) }
  }
}

/// A scratch for one thread: a coverage is added to by one caller at a time.
private final class ScratchBox: @unchecked Sendable {
  let value = TaggingScratch()
}
