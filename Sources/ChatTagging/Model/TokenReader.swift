/// Reads a turn's text as tokens: folded characters, words of Latin letters, and stand-ins for what varies.
///
/// Full width becomes half width, capitals small, Traditional characters Simplified; a number becomes `0`, a mask such
/// as `[phone]` or a link one token, a character said three times or more is kept twice.
package struct TokenReader: Sendable {
  /// Tokens that stand for no single character: Private Use scalars that no text is expected to hold.
  enum Token {
    static let start: UInt32 = 0xE000
    /// A long number: a phone, an order, a parcel.
    static let reference: UInt32 = 0xE001
    static let link: UInt32 = 0xE006
    static let word: UInt32 = 0x8000_0000
  }

  /// The folded form of each scalar of the Basic Multilingual Plane; 0 = leave out.
  private let folded: [UInt16]
  /// Hash of what stands between the brackets of a mask → token.
  private let masks: [UInt32: UInt32]

  package init(_ folding: TextFolding) { (folded, masks) = (folding.folded, folding.masks) }

  /// Appends the tokens of `text` (UTF-8) and the hashes of four-letter pieces of its words.
  func read(_ text: Span<UInt8>, into tokens: inout [UInt32], pieces: inout [UInt32]) {
    let first = tokens.count
    var at = 0
    while at < text.count {
      let scalar = text.scalar(&at)
      let fold = scalar < 0x1_0000 ? UInt32(folded[Int(scalar)]) : scalar
      switch fold {
      case 0: continue
      case 0x20:
        if tokens.count > first, tokens[tokens.count - 1] != 0x20 { tokens.append(0x20) }
      case 0x30...0x39:
        append(skipNumber(text, &at) < 7 ? 0x30 : Token.reference, to: &tokens, from: first)
      case 0x61...0x7A:
        let word = readWord(text, &at, from: fold, pieces: &pieces)
        let last = tokens.count - 1
        if last > first, tokens[last] == 0x20, tokens[last - 1] >= Token.word { tokens.removeLast() }
        append(word, to: &tokens, from: first)
      case 0x5B:
        if let mask = readMask(text, &at) { append(mask, to: &tokens, from: first) } else { tokens.append(fold) }
      default: append(fold, to: &tokens, from: first)
      }
    }
    if tokens.count > first, tokens[tokens.count - 1] == 0x20 { tokens.removeLast() }
  }

  private func append(_ token: UInt32, to tokens: inout [UInt32], from first: Int) {
    let count = tokens.count
    if count - first >= 2, tokens[count - 1] == token, tokens[count - 2] == token { return }
    tokens.append(token)
  }

  /// The fold of the scalar at `at`, and where the next one starts.
  private func peek(_ text: Span<UInt8>, _ at: Int) -> (fold: UInt32, next: Int) {
    guard at < text.count else { return (0, at) }
    var next = at
    let scalar = text.scalar(&next)
    return (scalar < 0x1_0000 ? UInt32(folded[Int(scalar)]) : scalar, next)
  }

  /// Moves past the rest of a number whose first digit was just read; its count of digits.
  private func skipNumber(_ text: Span<UInt8>, _ at: inout Int) -> Int {
    var digits = 1
    while true {
      var (fold, next) = peek(text, at)
      // A point, comma or colon belongs to the number when a digit follows.
      if fold == 0x2E || fold == 0x2C || fold == 0x3A { (fold, next) = peek(text, next) }
      guard fold.isDigit else { return digits }
      digits += 1
      at = next
    }
  }

  private func readWord(_ text: Span<UInt8>, _ at: inout Int, from letter: UInt32, pieces: inout [UInt32]) -> UInt32 {
    var hash = FNV.start
    var window = UInt32(0x3C)  // the last four letters; `<` stands before the first
    var letters = 0
    var fold = letter
    var next = at
    repeat {
      at = next
      FNV.add(fold, to: &hash)
      window = window << 8 | fold
      letters += 1
      if letters >= 3 { pieces.append(window) }
      (fold, next) = peek(text, at)
    } while (0x61...0x7A).contains(fold) || fold == 0x27
    if letters >= 4 { pieces.append(window << 8 | 0x3E) }
    if fold == 0x3A, letters == 4 || letters == 5, isLink(text, at) {
      while at < text.count, text[at] > 0x20, text[at] < 0x7F { at += 1 }
      return Token.link
    }
    return hash | Token.word
  }

  private func isLink(_ text: Span<UInt8>, _ at: Int) -> Bool {
    at + 2 < text.count && text[at] == 0x3A && text[at + 1] == 0x2F && text[at + 2] == 0x2F
  }

  /// The token of the mask whose `[` was just read, or nil (then nothing is consumed).
  private func readMask(_ text: Span<UInt8>, _ at: inout Int) -> UInt32? {
    var hash = FNV.start
    var named = false  // past the `:` that parts a mask's name from its pseudonym
    for index in at..<min(text.count, at + 40) {
      if text[index] == 0x5D {
        guard let mask = masks[hash] else { return nil }
        at = index + 1
        return mask
      }
      if text[index] == 0x3A { named = true }
      if !named { FNV.add(UInt32(text[index]), to: &hash) }
    }
    return nil
  }
}

extension UInt32 {
  fileprivate var isDigit: Bool { 0x30 <= self && self <= 0x39 }
}

extension Span<UInt8> {
  /// The scalar that starts at `at`, which moves past it; a byte that starts none is U+FFFD.
  func scalar(_ at: inout Int) -> UInt32 {
    let lead = self[at]
    at += 1
    if lead < 0x80 { return UInt32(lead) }
    let more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0
    guard more > 0, at + more <= count else { return 0xFFFD }
    var value = UInt32(lead) & (0x3F >> UInt32(more))
    for _ in 0..<more {
      value = value << 6 | UInt32(self[at] & 0x3F)
      at += 1
    }
    return value
  }
}
