/// Digits in groups, as people write long numbers: `138 0013-8000`, `(0571) 8888`, `6222 0200 …`.
struct NumberRun {
  struct Group {
    /// Units of the group; the position of its first digit among all.
    var start, end, first: Int
    /// What stands before the group: 0 for the first one, else a blank, `-` or `.`.
    var separator: UInt32

    var count: Int { end - start }
  }

  /// Values 0 to 9 of all digits.
  private(set) var digits: [UInt8] = []
  private(set) var groups: [Group] = []
  /// Where the run begins: at a `+` or `(` before the first digit, if there is one.
  private(set) var start = 0
  private(set) var hasPlus = false
  private(set) var hasParenthesis = false

  /// Reads the run that begins at a position; it is empty when no digit stands there.
  mutating func read(_ text: borrowing FoldedText, at start: Int) {
    digits.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    self.start = start
    var index = start
    (hasPlus, hasParenthesis) = (false, false)
    while index - start < 2, text[index] == .of("+") || text[index] == .of("(") {
      if text[index] == .of("+") { hasPlus = true } else { hasParenthesis = true }
      index += 1
    }
    var separator: UInt32 = 0
    while text[index].isDigit, groups.count < 24 {
      let first = digits.count
      let groupStart = index
      while text[index].isDigit {
        digits.append(UInt8(text[index] - 0x30))
        index += 1
      }
      groups.append(Group(start: groupStart, end: index, first: first, separator: separator))
      guard let (end, found) = skipSeparator(text, index) else { break }
      (index, separator) = (end, found)
    }
  }

  /// Past what joins two groups: one to three blanks, hyphens or dots, or a closing parenthesis after the first group.
  private func skipSeparator(_ text: borrowing FoldedText, _ start: Int) -> (end: Int, separator: UInt32)? {
    var index = start
    var separator: UInt32 = 0
    if text[index] == .of(")"), groups.count <= (hasPlus ? 2 : 1), hasParenthesis {
      (index, separator) = (index + 1, .dash)
    }
    if text[index] == .of("("), hasPlus, groups.count == 1 { index += 1 }
    while index - start < 3, isSeparator(text[index]) {
      if separator == 0 || text[index] != .space { separator = text[index] == .of("·") ? .dot : text[index] }
      index += 1
    }
    return index > start ? (index, separator) : nil
  }

  private func isSeparator(_ unit: UInt32) -> Bool {
    unit == .space || unit == .dash || unit == .dot || unit == .of("·") || unit == .of("_")
  }

  /// The end of a group in units.
  func groupEnd(_ group: Int) -> Int { groups[group].end }

  /// The group after those that hold exactly `count` digits from `group` on, or nil.
  func groupsEnd(from group: Int, digits count: Int) -> Int? {
    var total = 0
    for index in group..<groups.count {
      total += groups[index].count
      if total >= count { return total == count ? index + 1 : nil }
    }
    return nil
  }

  /// The digits of a range of groups.
  func digits(_ range: Range<Int>) -> ArraySlice<UInt8> {
    let last = groups[range.upperBound - 1]
    return digits[groups[range.lowerBound].first..<last.first + last.count]
  }

  /// Whether a range of groups is cut out of a longer number: a like group stands before or after it.
  func isCutOut(_ range: Range<Int>) -> Bool {
    let isSpelt = range.allSatisfy { groups[$0].count == 1 }
    func isLike(_ other: Int, joinedBy separator: UInt32) -> Bool {
      let count = groups[other].count
      if separator == .dot { return true }
      return range.count > 1 && (isSpelt ? count == 1 : count >= 3 && count <= 5)
    }
    if range.lowerBound > 0, isLike(range.lowerBound - 1, joinedBy: groups[range.lowerBound].separator) { return true }
    let next = range.upperBound
    return next < groups.count && isLike(next, joinedBy: groups[next].separator)
  }

  /// The lengths of the groups as hexadecimal digits, the first one less `prefix` digits (left out if nothing remains).
  func grouping(_ range: Range<Int>, without prefix: Int) -> UInt64 {
    range.reduce(0) { key, index in
      let count = groups[index].count - (index == range.lowerBound ? prefix : 0)
      return count == 0 ? key : key << 4 | UInt64(min(count, 15))
    }
  }
}
