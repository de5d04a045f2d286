public import ChatModel

/// How sure the tagger was of its tags: turns with tags, and those with a tag that is a guess.
public struct Certainty: Mergeable, Hashable, Sendable, Codable {
  /// Tagged turns, by who speaks, and those of them with at least one field below ``FactSettings/unsureBelow``.
  public var tagged = LabelCounts<Speaker>(), unsure = LabelCounts<Speaker>()
  /// Turns by the fields that are unsure, under the names of records: `intents`, `emotion`, `acts` and so on.
  public var fields: [String: Int] = [:]

  public init() {}

  public mutating func merge(_ other: Self) {
    tagged.merge(other.tagged)
    unsure.merge(other.unsure)
    for (field, count) in other.fields { fields[field, default: 0] += count }
  }

  mutating func add(_ turn: TaggedTurn, below threshold: Float) {
    guard turn.tags != .none else { return }
    tagged[turn.speaker] += 1
    let names = turn.tags.unsureFields(below: threshold)
    if !names.isEmpty { unsure[turn.speaker] += 1 }
    for name in names { fields[name, default: 0] += 1 }
  }
}
