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

  /// What the rules gave.
  struct Given {
    fileprivate(set) var tags = TurnTags.none
    fileprivate(set) var signals: [UInt32] = []
    /// The words that decided; nil where nobody asked.
    fileprivate(set) var firings: [WordFiring]?
    /// The share of the signals, once it was asked for.
    var share: HiddenShares.SignalShare?
  }

  /// Two slots for each hash: the one used last stays.
  var results: [Given]
  private var keys: [Key]
  private var lastUsed: [UInt8]

  /// A memory of so many results, two at least.
  init(capacity: Int) {
    lastUsed = Array(repeating: 0, count: max(1, capacity / 2))
    results = Array(repeating: Given(), count: 2 * lastUsed.count)
    keys = Array(repeating: Key(), count: results.count)
  }

  /// Where in ``results`` the result of a key is, if it is remembered.
  mutating func place(of key: Key, withFirings: Bool) -> Int? {
    let pair = pair(of: key)
    for way in 0..<2 where keys[2 * pair + way] == key && (results[2 * pair + way].firings != nil || !withFirings) {
      lastUsed[pair] = UInt8(way)
      return 2 * pair + way
    }
    return nil
  }

  /// Remembers a result in the place of another, and says where.
  mutating func remember(_ key: Key, _ tags: TurnTags, _ signals: [UInt32], _ firings: [WordFiring]?) -> Int {
    let pair = pair(of: key)
    lastUsed[pair] ^= 1
    let slot = 2 * pair + Int(lastUsed[pair])
    keys[slot] = key
    (results[slot].tags, results[slot].firings, results[slot].share) = (tags, firings, nil)
    results[slot].signals.removeAll(keepingCapacity: true)
    results[slot].signals += signals
    return slot
  }

  private func pair(of key: Key) -> Int {
    var hash = key.text &* 0x9E37_79B9_7F4A_7C15 ^ key.serviceText
    for half in [key.facts.rawValue, key.facts.rawValue >> 64] {
      hash = (hash ^ UInt64(truncatingIfNeeded: half)) &* 0xFF51_AFD7_ED55_8CCD
      hash ^= hash >> 32
    }
    return Int(truncatingIfNeeded: hash & 0xFFFF_FFFF) % lastUsed.count
  }
}
