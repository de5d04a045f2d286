/// SplitMix64 (Steele, Lea, Flood 2014): small, seeded, the same on every machine.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// From 0 up to 1, 24 bits.
  mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// Whether what happens in this share of all cases happens.
  mutating func happens(_ share: Float) -> Bool { share > 0 && uniform() < share }

  /// Mean 0, variance 1: the sum of twelve uniform numbers.
  mutating func normal() -> Float { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
}
