/// A quick look at the bytes of a text: most turns hold nothing that masking could want.
///
/// One table look-up for each character, and a Bloom filter over the last two (or four ASCII) ones where a word that
/// announces a name, an address or an account may stand. May let a text through for nothing. Numbers need four digits,
/// and an address that nothing announced needs parts of several levels.
struct Screen: Sendable {
  private static let digit: UInt16 = 1 << 15
  private static let at: UInt16 = 1 << 14
  private static let endsPair: UInt16 = 1 << 13
  private static let endsFour: UInt16 = 1 << 12

  /// By folded lower-case scalar of the basic plane: the flags above, and the address levels whose words it ends.
  private var classes = [UInt16](repeating: 0, count: 0x10000)
  private var alarms = [UInt64](repeating: 0, count: 1024)

  init(_ file: WordFile) {
    for digit in 0x30..<0x3A { classes[digit] |= Self.digit }
    classes[0x40] |= Self.at
    for (level, key) in AddressLevel.named + AddressLevel.numbered {
      for word in file.units(key) { classes[Int(word[word.count - 1])] |= level.rawValue }
    }
    let words =
      ["name", "address", "wechat"].flatMap { file.units($0) } + ["://", "w.", "wxid"].map(WordFile.units(of:))
    // A word that holds a shorter one is seen by that one.
    for word in words where !words.contains(where: { Self.isInside($0, word) }) { addAlarm(word) }
  }

  private static func isInside(_ short: [UInt32], _ long: [UInt32]) -> Bool {
    guard short.count < long.count else { return false }
    return (0...long.count - short.count).contains { long[$0...].starts(with: short) }
  }

  /// A word is seen by its last two scalars, or by its first four where those are ASCII.
  private mutating func addAlarm(_ word: [UInt32]) {
    let isLong = word.count >= 4 && word.prefix(4).allSatisfy { $0.isASCII }
    let piece = isLong ? word.prefix(4) : word.suffix(2)
    let slot = Self.slot(piece.reduce(0) { $0 << 16 | UInt64($1) })
    alarms[slot >> 6] |= 1 << UInt64(slot & 63)
    if let last = piece.last { classes[Int(last)] |= isLong ? Self.endsFour : Self.endsPair }
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
      let unit: UInt32
      let first = text[index]
      if first < 0x80 {
        unit = UInt32(first).lowercased
        index += 1
        // "12 Main Street": a number and a word of Latin letters.
        if digits > 0, unit.isASCIILetter, key & 0xFFFF == 0x20, UInt32(key >> 16 & 0xFFFF).isDigit { return true }
      } else {
        let (scalar, length) = decode(text, index)
        index += length
        // Zero-width characters would hide a word: they leave the key as it was.
        if scalar < 0x3000 || scalar > 0xFE00, isZeroWidth(scalar) { continue }
        unit = scalar < 0x10000 ? foldWidth(scalar).lowercased : 0
      }
      key = key << 16 | UInt64(unit)
      let flags = classes[Int(unit)]
      guard flags != 0 else { continue }
      if flags & Self.at != 0, UInt32(key >> 16 & 0xFFFF).isASCII, key >> 16 & 0xFFFF > 0x20 { return true }
      if flags & Self.digit != 0 { digits += 1 }
      levels |= flags
      if flags & Self.endsPair != 0, isAlarm(key & 0xFFFF_FFFF) { return true }
      if flags & Self.endsFour != 0, isAlarm(key) { return true }
    }
    if digits >= 4 { return true }
    let address = AddressLevel(rawValue: levels & 0x3FF)
    if address.isDisjoint(with: .leading) { return address.count >= 3 && !address.isDisjoint(with: .counted) }
    return address.count >= 3 || address.count >= 2 && digits > 0
  }

  @inline(__always)
  private func isAlarm(_ key: UInt64) -> Bool {
    let slot = Self.slot(key)
    return alarms[slot >> 6] & 1 << UInt64(slot & 63) != 0
  }
}
