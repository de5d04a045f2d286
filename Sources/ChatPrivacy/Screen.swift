/// A quick look at the bytes of a text: most turns hold nothing that masking could want.
///
/// One table look-up for each character, and a Bloom filter over its last two (or four ASCII) characters where a word
/// that announces a name, an address or an account could end its opening. Never misses what the detectors would find;
/// may let a text through for nothing.
struct Screen: Sendable {
  private static let digit: UInt16 = 1 << 15
  private static let alarm: UInt16 = 1 << 14
  private static let endsPair: UInt16 = 1 << 13
  private static let endsFour: UInt16 = 1 << 12

  /// By scalar of the basic plane: the flags above, and the address levels whose words it ends.
  private var classes = [UInt16](repeating: 0, count: 0x10000)
  private var openings = [UInt64](repeating: 0, count: 1024)

  init(_ file: WordFile) {
    for digit in 0..<10 {
      classes[0x30 + digit] |= Self.digit
      classes[0xFF10 + digit] |= Self.digit
    }
    classes[0x40] |= Self.alarm
    classes[0xFF20] |= Self.alarm
    for (level, key) in AddressLevel.named + AddressLevel.numbered {
      for word in file.units(key) {
        for scalar in forms(of: word[word.count - 1]) { classes[scalar] |= level.rawValue }
      }
    }
    let openers = ["name", "address", "wechat"].flatMap { file.units($0) } + [Array("://".unicodeScalars.map(\.value))]
    for word in openers + [[0x77, 0x2E]] + [Array("wxid".unicodeScalars.map(\.value))] { addOpening(word) }
  }

  /// A word is seen by its first two scalars, or by its first four where those are ASCII.
  private mutating func addOpening(_ word: [UInt32]) {
    let isLong = word.count >= 4 && word.prefix(4).allSatisfy { $0.isASCII }
    let length = isLong ? 4 : 2
    let key = word.prefix(length).reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    let slot = Self.slot(key)
    openings[slot >> 6] |= 1 << UInt64(slot & 63)
    for scalar in forms(of: word[length - 1]) { classes[scalar] |= isLong ? Self.endsFour : Self.endsPair }
  }

  /// The scalars that fold to a unit: itself, its upper case and the full-width forms of both.
  private func forms(of unit: UInt32) -> [Int] {
    let cases = [unit, unit.uppercased]
    return (cases + cases.filter { $0 > 0x20 && $0 < 0x7F }.map { $0 + 0xFEE0 }).map(Int.init)
  }

  @inline(__always)
  private static func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 48) }

  /// Whether the detectors should look at the text.
  func mayHold(_ text: Span<UInt8>) -> Bool {
    var digits = 0
    var levels: UInt16 = 0
    var key: UInt64 = 0
    var index = 0
    while index < text.count {
      let (scalar, length) = decode(text, index)
      index += length
      guard scalar < 0x10000 else {
        key = 0
        continue
      }
      let flags = classes[Int(scalar)]
      // Zero-width characters would hide an opening: they leave the key as it was.
      if scalar >= 0x200B, scalar <= 0x2064 || scalar == 0xFEFF { continue }
      // "12 Main Street": a number and a word of Latin letters.
      if digits > 0, key & 0xFFFF == 0x20, key >> 16 & 0xFFFF &- 0x30 < 10, scalar | 0x20 &- 0x61 < 26 { return true }
      key = key << 16 | UInt64(foldWidth(scalar).lowercased)
      guard flags != 0 else { continue }
      if flags & Self.alarm != 0 { return true }
      if flags & Self.digit != 0 { digits += 1 }
      levels |= flags
      if flags & Self.endsPair != 0, isOpening(key & 0xFFFF_FFFF) { return true }
      if flags & Self.endsFour != 0, isOpening(key) { return true }
    }
    let count = AddressLevel(rawValue: levels & 0x3FF).count
    return digits >= 4 || count >= 3 || count >= 2 && digits > 0
  }

  @inline(__always)
  private func isOpening(_ key: UInt64) -> Bool {
    let slot = Self.slot(key)
    return openings[slot >> 6] & 1 << UInt64(slot & 63) != 0
  }
}
