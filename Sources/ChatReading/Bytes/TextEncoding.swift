/// How the text of a file is encoded.
public enum TextEncoding: String, Sendable, CaseIterable {
  /// Found by itself: byte-order mark, else UTF-8, else GB18030 by validity of a sample, held for the whole file.
  case auto
  case utf8 = "utf-8"
  case gb18030
  case utf16 = "utf-16"
  /// UTF-16 of a known byte order; what ``utf16`` becomes once the first bytes were seen.
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
}

/// Decides the encoding of a file from the first bytes that can tell.
enum EncodingDetector {
  /// A byte-order mark: the encoding it names and its length; UTF-32 has none here and is refused by its name.
  static func byteOrderMark(_ bytes: Span<UInt8>) -> (encoding: TextEncoding?, name: String, length: Int)? {
    func starts(_ mark: [UInt8]) -> Bool {
      bytes.count >= mark.count && mark.indices.allSatisfy { bytes[$0] == mark[$0] }
    }
    if starts([0xEF, 0xBB, 0xBF]) { return (.utf8, "UTF-8", 3) }
    if starts([0xFF, 0xFE, 0, 0]) { return (nil, "UTF-32LE", 4) }
    if starts([0, 0, 0xFE, 0xFF]) { return (nil, "UTF-32BE", 4) }
    if starts([0xFF, 0xFE]) { return (.utf16LittleEndian, "UTF-16LE", 2) }
    if starts([0xFE, 0xFF]) { return (.utf16BigEndian, "UTF-16BE", 2) }
    return nil
  }

  /// UTF-16 without a mark: ASCII text has a zero in every other byte.
  static func looksLikeUTF16(_ bytes: Span<UInt8>) -> TextEncoding? {
    let sample = min(bytes.count, 1024) & ~1
    guard sample >= 16 else { return nil }
    var zeros = (even: 0, odd: 0)
    for index in 0..<sample where bytes[index] == 0 {
      if index & 1 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
    }
    if zeros.odd * 5 > sample && zeros.even * 50 < sample { return .utf16LittleEndian }
    if zeros.even * 5 > sample && zeros.odd * 50 < sample { return .utf16BigEndian }
    return nil
  }

  /// UTF-8 or GB18030, from a sample with at least one byte over 0x7F; nil when the sample is plain ASCII.
  ///
  /// A sample that is valid UTF-8 is UTF-8. Otherwise it is GB18030 when hardly anything in it is no GB18030 and more
  /// of it is no UTF-8: a UTF-8 file with one broken line stays UTF-8, a GB18030 file with one broken byte GB18030.
  static func decide(_ sample: Span<UInt8>) -> TextEncoding? {
    let utf8 = countUTF8(sample)
    if utf8.good + utf8.bad == 0 { return nil }
    if utf8.bad == 0 { return .utf8 }
    let gb = countGB18030(sample)
    let isGB = gb.bad * 20 <= gb.good && utf8.bad * 20 >= utf8.good && gb.bad * utf8.good < utf8.bad * gb.good
    return isGB ? .gb18030 : .utf8
  }

  /// Well-formed and ill-formed non-ASCII sequences as UTF-8 (Unicode table 3-7); a cut last one is neither.
  private static func countUTF8(_ bytes: Span<UInt8>) -> (good: Int, bad: Int) {
    var good = 0
    var bad = 0
    var index = 0
    while index < bytes.count {
      let lead = bytes[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      let length =
        switch lead {
        case 0xC2..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0..<0xF5: 4
        default: 0
        }
      var next = index + 1
      while length > 0 && next < min(bytes.count, index + length) && bytes[next] & 0xC0 == 0x80 { next += 1 }
      if length > 0 && next == index + length {
        good += 1
      } else if length == 0 || next < bytes.count {
        bad += 1
      }
      index = next
    }
    return (good, bad)
  }

  /// Well-formed and ill-formed non-ASCII sequences as GB18030 (two or four bytes); a cut last one is neither.
  private static func countGB18030(_ bytes: Span<UInt8>) -> (good: Int, bad: Int) {
    var good = 0
    var bad = 0
    var index = 0
    while index < bytes.count {
      let lead = bytes[index]
      if lead < 0x80 {
        index += 1
      } else if index + 1 >= bytes.count {
        break
      } else if (0x81...0xFE).contains(lead), (0x40...0xFE).contains(bytes[index + 1]), bytes[index + 1] != 0x7F {
        good += 1
        index += 2
      } else if (0x81...0xFE).contains(lead), (0x30...0x39).contains(bytes[index + 1]) {
        guard index + 3 < bytes.count else { break }
        let isFour = (0x81...0xFE).contains(bytes[index + 2]) && (0x30...0x39).contains(bytes[index + 3])
        if isFour { good += 1 } else { bad += 1 }
        index += isFour ? 4 : 1
      } else {
        bad += 1
        index += 1
      }
    }
    return (good, bad)
  }
}
