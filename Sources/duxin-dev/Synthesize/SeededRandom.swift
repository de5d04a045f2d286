/// Random numbers that a seed repeats on every machine: SplitMix64 (Steele, Lea, Flood, "Fast Splittable
/// Pseudorandom Number Generators", OOPSLA 2014).
struct SeededRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The stream of a name beside others of the same seed: one shop's chats do not depend on another's.
  init(seed: UInt64, name: String) {
    // FNV-1a, 64 bits.
    state = name.utf8.reduce(seed ^ 0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  private mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A whole number of a range; of 32 bits or fewer, so that the bias is not seen.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(((next() >> 32) * UInt64(range.count)) >> 32)
  }

  /// True in `percent` of 100 cases.
  mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

  /// One of a list that is not empty.
  mutating func pick<Element>(_ list: [Element]) -> Element { list[number(0...list.count - 1)] }

  /// A pattern with each `?` made a digit.
  mutating func fill(_ pattern: String) -> String {
    guard pattern.utf8.contains(UInt8(ascii: "?")) else { return pattern }
    var bytes = Array(pattern.utf8)
    for index in bytes.indices where bytes[index] == UInt8(ascii: "?") {
      bytes[index] = UInt8(ascii: "0") + UInt8(number(0...9))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
