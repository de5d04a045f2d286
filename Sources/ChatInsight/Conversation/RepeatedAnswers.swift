import ChatModel

/// Finds answers that say again what the same conversation was told before: the repeater (复读机).
///
/// Two answers are near-same when the Dice coefficient of their character bigrams is 0.8 or more. Blanks, punctuation
/// and letter case do not count; answers under six characters (嗯嗯, 好的) are no answers here.
struct RepeatedAnswers {
  private static let threshold = 0.8
  private static let shortest = 6
  /// An answer is compared with this many earlier ones at most, so that a long chat stays linear.
  private static let memory = 16

  private var earlier: [[UInt64]] = []
  /// Answers long enough to compare.
  private(set) var answers = 0
  /// Answers that were near-same to an earlier one.
  private(set) var repeated = 0

  mutating func add(_ text: String) {
    let bigrams = Self.bigrams(text)
    guard bigrams.count >= Self.shortest - 1 else { return }
    answers += 1
    if earlier.contains(where: { Self.areNear($0, bigrams) }) {
      repeated += 1
    } else {
      if earlier.count == Self.memory { earlier.removeFirst() }
      earlier.append(bigrams)
    }
  }

  /// The bigrams of a text, sorted, with their repetitions.
  private static func bigrams(_ text: String) -> [UInt64] {
    var pairs: [UInt64] = []
    var last: UInt64?
    pairs.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      let value = UInt64(scalar.value)
      guard isLetter(value) else { continue }
      let folded = (65...90).contains(value) ? value + 32 : value
      if let last { pairs.append(last << 32 | folded) }
      last = folded
    }
    pairs.sort()
    return pairs
  }

  /// A letter or digit, by the blocks of Unicode that hold letters: ten times faster than the property.
  private static func isLetter(_ scalar: UInt64) -> Bool {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xC0...0x1FFF, 0x3040...0xD7FF, 0xF900...0xFDFF, 0xFF10...0xFF19,
      0xFF21...0xFF3A, 0xFF41...0xFF5A, 0x20000...0x3FFFF:
      true
    default: false
    }
  }

  private static func areNear(_ a: [UInt64], _ b: [UInt64]) -> Bool {
    // The smaller side bounds what can be shared: most pairs end here.
    guard Double(2 * min(a.count, b.count)) >= threshold * Double(a.count + b.count) else { return false }
    var (i, j, shared) = (0, 0, 0)
    while i < a.count, j < b.count {
      if a[i] == b[j] {
        (i, j, shared) = (i + 1, j + 1, shared + 1)
      } else if a[i] < b[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return Double(2 * shared) >= threshold * Double(a.count + b.count)
  }
}
