/// A text cut into what wording is counted in: one Chinese character, or one word or number of other scripts.
struct Units: Sendable {
  /// The units as text; nil stands where a sentence breaks (punctuation, masked data).
  private(set) var texts: [String?] = []
  /// A number for each unit, the same for the same unit; 0 at a break.
  private(set) var codes: [UInt64] = []

  init(_ lines: [WordingSample.Line]) {
    for line in lines {
      add(line.text)
      cut()
    }
  }

  private mutating func add(_ text: String) {
    var word = ""
    var isMasked = false
    func isLetter(_ scalar: Unicode.Scalar) -> Bool {
      (0x30...0x39).contains(scalar.value) || (0x61...0x7A).contains(scalar.value | 0x20)
        || (0xC0...0x24F).contains(scalar.value) || scalar == "'" && !word.isEmpty
    }
    for scalar in text.unicodeScalars {
      if scalar == "[" { isMasked = true }
      if !isMasked, isLetter(scalar) {
        word.unicodeScalars.append(scalar)
        continue
      }
      if !word.isEmpty { append(word.lowercased()) }
      word = ""
      if !isMasked, scalar.isHan { append(String(scalar)) } else if scalar != " " || isMasked { cut() }
      if scalar == "]" { isMasked = false }
    }
    append(word.lowercased())
  }

  private mutating func append(_ unit: String) {
    guard !unit.isEmpty else { return }
    texts.append(unit)
    codes.append(stableHash(unit) | 1)
  }

  private mutating func cut() {
    guard let last = codes.last, last != 0 else { return }
    texts.append(nil)
    codes.append(0)
  }

  /// The code of the units in a range; nil when a break is among them.
  func code(_ range: Range<Int>) -> UInt64? {
    var code: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in range {
      if codes[index] == 0 { return nil }
      code = (code ^ codes[index]) &* 0x9e37_79b9_7f4a_7c15
    }
    return code ^ code >> 29
  }

  /// The text of the units in a range: words of other scripts have a blank between them.
  func text(_ range: Range<Int>) -> String {
    var text = ""
    for unit in texts[range].compactMap(\.self) {
      if let last = text.unicodeScalars.last, let first = unit.unicodeScalars.first, !last.isHan || !first.isHan {
        text += " "
      }
      text += unit
    }
    return text
  }

  /// Whether the units in a range say something: two Chinese characters, or a word of three letters or figures.
  func isWording(_ range: Range<Int>) -> Bool {
    let units = texts[range].compactMap(\.self)
    return units.count { $0.unicodeScalars.allSatisfy(\.isHan) } >= 2
      || units.contains { $0.utf8.count >= 3 && $0 < "一" }
  }
}

extension Unicode.Scalar {
  /// A Han character of the basic block or extension A.
  var isHan: Bool { (0x4E00...0x9FFF).contains(value) || (0x3400...0x4DBF).contains(value) }
}
