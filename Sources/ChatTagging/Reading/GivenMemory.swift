import ChatModel

/// Remembers what the rules gave turns of late: much is said word for word again, after the same words.
///
/// A key holds all that it depends on, so results do not depend on what was remembered.
struct GivenMemory {
  /// What a turn is given by the rules depends on: its text and the last one of service, as fillings of the
  /// ``TextMemory``, and what the conversation tells.
  struct Key: Equatable {
    var text: UInt64 = 0
    var serviceText: UInt64 = 0
    var facts = Facts()
  }

  /// Where it is remembered: a slot from 0, and the number of its filling, which nothing else ever has.
  typealias Place = TextMemory.Place

  /// What the rules gave.
  struct Given {
    fileprivate(set) var tags = TurnTags.none
    fileprivate(set) var signals: [UInt32] = []
    /// The words that decided; nil where nobody asked.
    fileprivate(set) var firings: [WordFiring]?
  }

  private var keys: [Key]
  private var given: [Given]
  private var fillings: [UInt64]
  private var filled: UInt64 = 0

  /// A memory of so many results.
  init(capacity: Int) {
    keys = Array(repeating: Key(), count: capacity)
    given = Array(repeating: Given(), count: capacity)
    fillings = Array(repeating: 0, count: capacity)
  }

  /// Where the result of a key is remembered, if it is.
  func place(of key: Key, withFirings: Bool) -> Place? {
    let slot = slot(of: key)
    guard keys[slot] == key, given[slot].firings != nil || !withFirings else { return nil }
    return Place(slot: slot, filling: fillings[slot])
  }

  /// What was given at a place.
  subscript(_ place: Place) -> Given { given[place.slot] }

  /// Remembers a result in the place of another.
  mutating func remember(_ key: Key, _ tags: TurnTags, _ signals: [UInt32], _ firings: [WordFiring]?) -> Place {
    let slot = slot(of: key)
    filled += 1
    (keys[slot], fillings[slot]) = (key, filled)
    (given[slot].tags, given[slot].firings) = (tags, firings)
    given[slot].signals.removeAll(keepingCapacity: true)
    given[slot].signals += signals
    return Place(slot: slot, filling: filled)
  }

  private func slot(of key: Key) -> Int {
    var hash = key.text &* 0x9E37_79B9_7F4A_7C15 ^ key.serviceText
    for half in [key.facts.rawValue, key.facts.rawValue >> 64] {
      hash = (hash ^ UInt64(truncatingIfNeeded: half)) &* 0xFF51_AFD7_ED55_8CCD
      hash ^= hash >> 32
    }
    return Int(truncatingIfNeeded: hash & 0xFFFF_FFFF) % keys.count
  }
}
