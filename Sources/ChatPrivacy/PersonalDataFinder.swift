/// Finds personal data in one text after the other, in one pass from left to right; kept for its memory.
///
/// Digits, letters and announcing words each lead to the detectors that may begin there; what a detector takes is
/// skipped whole, so nothing is found inside a longer number or token, and masks of an earlier run stay as they are.
struct PersonalDataFinder {
  /// One find: its kind and its range of units.
  struct Find {
    var kind: PersonalDataKind
    var range: Range<Int>
  }

  /// The last announcing word that was met.
  struct Context {
    var announces: Announcement
    /// Just past the word, and where its value begins (past colons, "is", blanks and the like).
    var end, valueStart: Int
    /// Whether a colon or its like stands between, so that a value of plain letters counts.
    var isExplicit: Bool
  }

  let words: PrivacyWords
  var text = FoldedText()
  var run = NumberRun()
  /// In the order of the text, not touching each other.
  private(set) var finds: [Find] = []
  var context: Context?

  init(_ words: PrivacyWords) { self.words = words }

  mutating func find(in bytes: Span<UInt8>) {
    text.read(bytes)
    finds.removeAll(keepingCapacity: true)
    context = nil
    var index = 0
    while index < text.count { index = step(index) }
    if !finds.isEmpty { findNamesBesideNumbers() }
  }

  /// Looks at one position and says where to go on.
  private mutating func step(_ index: Int) -> Int {
    let unit = text[index]
    if unit == .of("["), let end = maskEnd(index) { return end }
    if let end = announcement(index) { return end }
    if unit.isDigit || unit == .of("+") || unit == .of("(") { return take(street(index)) ?? number(index) }
    if unit.isASCIILetter { return token(index) }
    if unit.isHan {
      if mayBeginAddress(index), let end = take(address(index, isAnnounced: false)) { return end }
    } else if endsThought(unit) {
      context = nil
    }
    return index + 1
  }

  /// Records a find, if there is one, and says where it ends.
  mutating func take(_ find: Find?) -> Int? {
    guard let find else { return nil }
    finds.append(find)
    return find.range.upperBound
  }

  /// Whether the text at a position was announced as this; `reach` units at most may lie between (0: only joints).
  func isAnnounced(_ what: Announcement, at index: Int, reach: Int = 0) -> Bool {
    guard let context, context.announces == what else { return false }
    return index <= context.valueStart || index - context.end <= reach
  }

  func isAnnounced(_ kind: PersonalDataKind, at index: Int, reach: Int = 0) -> Bool {
    isAnnounced(.personal(kind), at: index, reach: reach)
  }

  /// An announcing word at this position: takes its value where that follows, else remembers the word.
  private mutating func announcement(_ index: Int) -> Int? {
    guard let (count, announces) = words.announcements.match(text, at: index) else { return nil }
    let end = index + count
    let (valueStart, isExplicit) = skipJoints(end)
    let closes = text[end - 1] == .of("号")
    context = Context(announces: announces, end: end, valueStart: valueStart, isExplicit: isExplicit || closes)
    switch announces {
    case .personal(.name): return take(name(valueStart)) ?? end
    case .personal(.address): return take(address(valueStart, isAnnounced: true)) ?? end
    case .personal(.wechat): return take(wechat(valueStart)) ?? end
    default: return end
    }
  }

  /// Past the joints that follow an announcing word, and whether one of them was explicit.
  private func skipJoints(_ start: Int) -> (end: Int, isExplicit: Bool) {
    var index = start
    var isExplicit = false
    while index - start < 12, let (count, explicit) = words.joints.match(text, at: index) {
      index += count
      isExplicit = isExplicit || explicit
    }
    return (index, isExplicit)
  }

  private func endsThought(_ unit: UInt32) -> Bool {
    unit == .of("。") || unit == .of("!") || unit == .of("?") || unit == .of(";") || unit == .newline
  }

  /// The end of a mask at `[`: one of ours, or an earlier tool's (`[数字x]`).
  private func maskEnd(_ start: Int) -> Int? {
    var end = start + 1
    while text[end].isHan || text[end].isAlphanumeric || text[end] == .of("_") || text[end] == .of(":") { end += 1 }
    guard text[end] == .of("]"), end - start <= 32 else { return nil }
    let inner = start + 1..<end
    if text[end - 1] == .of("x"), inner.dropLast().allSatisfy({ text[$0].isHan }) { return end + 1 }
    var label = String.UnicodeScalarView()
    for index in inner { if let scalar = Unicode.Scalar(text[index]) { label.append(scalar) } }
    let parts = String(label).split(separator: ":", omittingEmptySubsequences: false)
    guard let kind = parts.first.flatMap({ PersonalDataKind(name: $0) }) else { return nil }
    let isWhole =
      kind.isLinked ? parts.count == 2 && parts[1].utf8.count == PseudonymKey.digestLength : parts.count == 1
    return isWhole ? end + 1 : nil
  }

  /// "张三 [phone]" and "[address] 张三": a name that stands alone beside a phone number or an address.
  private mutating func findNamesBesideNumbers() {
    var names: [Find] = []
    for find in finds where find.kind == .phone || find.kind == .address {
      var before = find.range.lowerBound
      while isGap(text[before - 1]) { before -= 1 }
      var start = before
      while text[start - 1].isHan, before - start < 5 { start -= 1 }
      if let found = loneName(start..<before) { names.append(found) }
      var after = find.range.upperBound
      while isGap(text[after]) { after += 1 }
      var end = after
      while text[end].isHan, end - after < 5 { end += 1 }
      if let found = loneName(after..<end) { names.append(found) }
    }
    for name in names where !finds.contains(where: { $0.range.overlaps(name.range) }) { finds.append(name) }
    finds.sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  private func isGap(_ unit: UInt32) -> Bool {
    unit == .space || unit == .of(",") || unit == .of("、") || unit == .of(":") || unit == .newline || unit == .of("/")
      || unit == .of(";")
  }

  private func loneName(_ range: Range<Int>) -> Find? {
    guard 2...4 ~= range.count, let found = name(range.lowerBound), found.range == range else { return nil }
    return found
  }
}
