extension PersonalDataFinder {
  /// What begins with an ASCII letter: a URL, an e-mail address, an account, a number with letters, or a plain word.
  mutating func token(_ start: Int) -> Int {
    if let end = url(start) { return end }
    if let end = take(email(start)) { return end }
    if let end = take(wxid(start)) { return end }
    if let end = take(letteredNumber(start)) { return end }
    var end = start
    while text[end].isASCIILetter { end += 1 }
    // "tel13800001111", "QQ123456": the digits are a number of their own; those of "iPhone15" are not.
    let isOwnNumber = text[end].isDigit && text[end + 4].isDigit
    if !isOwnNumber { while text[end].isAlphanumeric { end += 1 } }
    return end
  }

  /// An e-mail address whose local part begins here; the sign may touch Han characters on both sides.
  func email(_ start: Int) -> Find? {
    guard text.hasAt else { return nil }
    var at = start
    while isLocalPart(text[at]) { at += 1 }
    guard at > start, text[at] == .at else { return nil }
    var index = at + 1
    var end: Int?
    while text[index].isAlphanumeric {
      let label = index
      while text[index].isAlphanumeric || text[index] == .dash { index += 1 }
      var letters = label
      while text[letters].isASCIILetter { letters += 1 }
      if label > at + 1, letters - label >= 2 { end = letters }
      guard text[index] == .dot else { break }
      index += 1
    }
    return end.map { Find(kind: .email, range: start..<$0) }
  }

  private func isLocalPart(_ unit: UInt32) -> Bool {
    unit.isAlphanumeric || unit == .dot || unit == .dash || unit == .of("_") || unit == .of("+") || unit == .of("%")
  }

  /// A URL: its query, fragment and user part are cut, its path is searched for phone and ID numbers only.
  private mutating func url(_ start: Int) -> Int? {
    var index = start
    while text[index].isASCIILetter { index += 1 }
    let hasScheme = text[index] == .of(":") && text[index + 1] == .of("/") && text[index + 2] == .of("/")
    let isBare = text[index] == .dot && index - start == 3 && (start..<index).allSatisfy { text[$0].lowercased == 0x77 }
    guard hasScheme || isBare else { return nil }
    index += hasScheme ? 3 : 1
    var end = index
    while isURLUnit(text[end]) { end += 1 }
    while end > index, isURLTail(text[end - 1]) { end -= 1 }
    let authority = (index..<end).first { text[$0] == .of("/") || text[$0] == .of("?") || text[$0] == .of("#") } ?? end
    if let at = (index..<authority).last(where: { text[$0] == .at }), at > index {
      _ = take(Find(kind: .token, range: index..<at))
    }
    let query = (authority..<end).first { text[$0] == .of("?") || text[$0] == .of("#") } ?? end
    index = authority
    while index < query {
      guard text[index].isDigit, !text[index - 1].isAlphanumeric else {
        index += 1
        continue
      }
      run.read(text, at: index)
      index = take(mobile(0) ?? idCard(0)) ?? run.groupEnd(0)
    }
    if query + 1 < end { _ = take(Find(kind: .token, range: query + 1..<end)) }
    return max(end, start + 1)
  }

  private func isURLUnit(_ unit: UInt32) -> Bool {
    unit > 0x20 && unit < 0x7F && unit != .of("<") && unit != .of(">") && unit != .of("\"") && unit != .of("[")
      && unit != .of("]") && unit != .of("'")
  }

  private func isURLTail(_ unit: UInt32) -> Bool {
    unit == .dot || unit == .of(",") || unit == .of(")") || unit == .of("!") || unit == .of(";") || unit == .of(":")
  }

  /// `wxid_…`, the id that WeChat gives by itself.
  private func wxid(_ start: Int) -> Find? {
    let prefix: [UInt32] = [0x77, 0x78, 0x69, 0x64, 0x5F]
    guard prefix.indices.allSatisfy({ text[start + $0].lowercased == prefix[$0] }) else { return nil }
    var end = start + prefix.count
    while text[end].isAlphanumeric || text[end] == .of("_") || text[end] == .dash { end += 1 }
    return end - start > 9 ? Find(kind: .wechat, range: start..<end) : nil
  }

  /// A WeChat account after its announcement: 6 to 20 letters, digits, `_`, `-`, the first one a letter.
  func wechat(_ start: Int) -> Find? {
    guard text[start].isASCIILetter, let context, email(start) == nil else { return nil }
    var end = start
    var isPlain = true
    while text[end].isAlphanumeric || text[end] == .of("_") || text[end] == .dash {
      isPlain = isPlain && text[end].isASCIILetter
      end += 1
    }
    guard 6...20 ~= end - start, context.isExplicit || !isPlain else { return nil }
    return Find(kind: .wechat, range: start..<end)
  }

  /// An order or tracking number with letters: announced, or two to five letters and 10 to 20 digits.
  func letteredNumber(_ start: Int) -> Find? {
    var letters = start
    while text[letters].isASCIILetter { letters += 1 }
    var digits = letters
    while text[digits].isDigit { digits += 1 }
    if let find = announcedNumber(start) { return find }
    guard 2...5 ~= letters - start, digits - letters >= 9, !isAnnounced(.serial, at: start) else { return nil }
    if let (count, _) = words.notTracking.match(text, at: start), start + count == letters { return nil }
    var tail = digits
    while text[tail].isASCIILetter { tail += 1 }
    let isPostal = letters - start == 2 && digits - letters == 9 && tail - digits == 2
    let isCourier = 10...20 ~= digits - letters && tail == digits && !isMobile(at: letters, count: digits - letters)
    return isPostal || isCourier ? Find(kind: .tracking, range: start..<tail) : nil
  }

  private func isMobile(at start: Int, count: Int) -> Bool {
    count == 11 && text[start] == 0x31 && text[start + 1] >= 0x33
  }

  /// A token of letters, digits and hyphens right after a word for an order or a parcel; at least four digits.
  func announcedNumber(_ start: Int) -> Find? {
    guard let context, start <= context.valueStart else { return nil }
    let kind: PersonalDataKind
    switch context.announces {
    case .personal(.order): kind = .order
    case .personal(.tracking): kind = .tracking
    default: return nil
    }
    var end = start
    var digits = 0
    while text[end].isAlphanumeric || text[end] == .dash && text[end + 1].isAlphanumeric {
      if text[end].isDigit { digits += 1 }
      end += 1
    }
    // "2203 7781 0056": groups of three to six digits go on.
    if digits == end - start, 3...6 ~= digits {
      while text[end] == .space, let next = groupEnd(end + 1) { end = next }
    }
    guard digits >= 5 || digits == 4 && context.isExplicit || end - start > 8, end - start <= 40 else { return nil }
    // "SF1029****33" was masked by somebody else.
    guard text[end] != .of("*"), !looksLikeDate(start..<end) else { return nil }
    return Find(kind: kind, range: start..<end)
  }

  /// The end of a group of three to six digits that stands alone.
  private func groupEnd(_ start: Int) -> Int? {
    var end = start
    while text[end].isDigit { end += 1 }
    return 3...6 ~= end - start && !text[end].isAlphanumeric ? end : nil
  }

  /// `20241101`, `2024-11-01`, `2024-1-5`.
  func looksLikeDate(_ range: Range<Int>) -> Bool {
    let digits = range.filter { text[$0].isDigit }.map { text[$0] - 0x30 }
    guard 6...8 ~= digits.count, digits[0] == 2, digits[1] == 0, digits[2] <= 3 else { return false }
    guard range.allSatisfy({ text[$0].isDigit || text[$0] == .dash }) else { return false }
    if digits.count < 8 || range.count > 8 { return range.count > digits.count }
    return digits[4] * 10 + digits[5] <= 12 && digits[6] * 10 + digits[7] <= 31
  }
}
