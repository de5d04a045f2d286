/// Where the C library's GB18030 is not that of the standard.
///
/// Six two-byte codes stand for places in the private use area in all editions (GB 18030-2000, -2005, -2022); iconv
/// gives the Han characters of plane 2 that have four-byte codes of their own.
enum GB18030 {
  private static let lead: UInt8 = 0xFE
  private static let trails: [(trail: UInt8, character: Unicode.Scalar)] = [
    (0x51, "\u{E816}"), (0x52, "\u{E817}"), (0x53, "\u{E818}"), (0x6C, "\u{E831}"), (0x76, "\u{E83B}"),
    (0x91, "\u{E855}"),
  ]

  /// The positions of such codes in bytes that begin at a character's start, with the characters they stand for.
  static func exceptions(in bytes: [UInt8]) -> [(position: Int, text: [UInt8])] {
    var found: [(position: Int, text: [UInt8])] = []
    var index = 0
    while index + 1 < bytes.count {
      let (first, second) = (bytes[index], bytes[index + 1])
      guard first >= 0x81 else {
        index += 1
        continue
      }
      if first == lead, let entry = trails.first(where: { $0.trail == second }) {
        found.append((index, Array(String(Character(entry.character)).utf8)))
      }
      index += (0x30...0x39).contains(second) ? 4 : second >= 0x40 ? 2 : 1
    }
    return found
  }
}
