public import ChatModel

/// How sure the tagger was of its tags: turns with tags, and those with a tag that is a guess.
public struct Certainty: Mergeable, Hashable, Sendable, Codable {
  /// Tagged turns, by who speaks, and those of them with at least one field below ``FactSettings/unsureBelow``.
  public var tagged = LabelCounts<Speaker>(), unsure = LabelCounts<Speaker>()
  /// Turns by the fields that are unsure.
  public var fields = LabelCounts<TagField>()

  public init() {}

  public mutating func merge(_ other: Self) {
    tagged.merge(other.tagged)
    unsure.merge(other.unsure)
    fields.merge(other.fields)
  }

  mutating func add(_ tags: TurnTags, of speaker: Speaker, below threshold: Float) {
    if case .none = tags { return }
    tagged[speaker] += 1
    var isUnsure = false
    tags.forEachUnsureField(below: threshold) { field in
      fields[field] += 1
      isUnsure = true
    }
    if isUnsure { unsure[speaker] += 1 }
  }
}
