extension PersonalDataFinder {
  /// What begins with a digit, `+` or `(`: takes the first find of the run, else skips its first group.
  mutating func number(_ start: Int) -> Int {
    if text[start].isDigit, let end = take(email(start)) { return end }
    run.read(text, at: start)
    guard !run.groups.isEmpty else { return start + 1 }
    if let end = versionEnd() ?? take(ipAddress()) ?? hotlineEnd() { return end }
    for group in run.groups.indices {
      if let end = take(longNumber(group)) { return end }
      // Hyphens join the parts of one number; what no kind wants is skipped with them.
      let isLast = group + 1 == run.groups.count
      if isLast || run.groups[group + 1].separator == .space { return run.groupEnd(group) }
    }
    return run.groupEnd(0)
  }

  /// The first kind that wants a number which begins with this group; an announced one and strict forms come first.
  private func longNumber(_ group: Int) -> Find? {
    announcedHere(group) ?? mobile(group) ?? idCard(group) ?? landline(group) ?? foreignPhone(group)
      ?? bankCard(group) ?? announcedNear(group) ?? qq(group)
  }

  /// A find over a range of groups, with the sign or parenthesis before the first one.
  private func find(_ kind: PersonalDataKind, _ groups: Range<Int>, end: Int? = nil) -> Find {
    let start = groups.lowerBound == 0 ? run.start : run.groups[groups.lowerBound].start
    return Find(kind: kind, range: start..<(end ?? run.groupEnd(groups.upperBound - 1)))
  }

  /// Serial and version numbers that a word announces are left alone.
  private func versionEnd() -> Int? {
    let first = run.groups[0].start
    if isAnnounced(.serial, at: first) { return run.groupEnd(run.groups.lastIndex { $0.separator != .space } ?? 0) }
    guard run.groups.count >= 3, run.groups.dropFirst().prefix(2).allSatisfy({ $0.separator == .dot }) else {
      return nil
    }
    let touches = text[run.start - 1].isASCIILetter
    return touches || isAnnounced(.version, at: first, reach: 8) ? run.groupEnd(run.groups.count - 1) : nil
  }

  /// An IP address (version 4): announced, or with a part over 99.
  private func ipAddress() -> Find? {
    guard run.groups.count == 4, run.groups.dropFirst().allSatisfy({ $0.separator == .dot }) else { return nil }
    let parts = run.groups.indices.map { run.digits($0..<$0 + 1).reduce(0) { $0 * 10 + Int($1) } }
    guard parts.allSatisfy({ $0 <= 255 }), run.groups.allSatisfy({ $0.count <= 3 }) else { return nil }
    guard isAnnounced(.ip, at: run.start, reach: 6) || parts.contains(where: { $0 > 99 }) else { return nil }
    return find(.ip, 0..<4)
  }

  /// A firm's hotline (400, 800, toll-free): skipped whole.
  private func hotlineEnd() -> Int? {
    guard !run.hasPlus, run.digits.count >= 10, words.hotlines.contains(code(run.digits.prefix(3))) else { return nil }
    guard let end = run.groupsEnd(from: 0, digits: 10), !run.isCutOut(0..<end) else { return nil }
    return run.groupEnd(end - 1)
  }

  private func code(_ digits: some Sequence<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1) } }

  /// A mainland mobile number: 1, 3 to 9, nine digits; 86 or 0086 may stand before.
  func mobile(_ group: Int) -> Find? {
    for (prefix, code) in [(0, []), (2, [8, 6]), (4, [0, 0, 8, 6])] as [(Int, [UInt8])] {
      guard let end = run.groupsEnd(from: group, digits: 11 + prefix) else { continue }
      let digits = run.digits(group..<end)
      let first = digits.startIndex + prefix
      guard digits.prefix(prefix).elementsEqual(code), digits[first] == 1, digits[first + 1] >= 3 else { continue }
      guard words.mobileGroupings.contains(run.grouping(group..<end, without: min(prefix, run.groups[group].count)))
      else {
        continue
      }
      if !run.isCutOut(group..<end) { return find(.phone, group..<end) }
    }
    return nil
  }

  /// An ID card: 18 digits with date and checksum (GB 11643, MOD 11-2); announced, also without, and of 15 digits.
  func idCard(_ group: Int) -> Find? {
    let isMeant = isAnnounced(.idCard, at: run.groups[group].start, reach: 12)
    if let (groups, end) = idDigits(group) {
      let digits = Array(run.digits(groups))
      if isMeant || isIDCard(digits) { return find(.idCard, groups, end: end) }
    }
    guard isMeant, let end = run.groupsEnd(from: group, digits: 15), !run.isCutOut(group..<end) else { return nil }
    return find(.idCard, group..<end)
  }

  /// The groups of 18 digits, or of 17 and an `X`; the end past the `X`.
  private func idDigits(_ group: Int) -> (groups: Range<Int>, end: Int)? {
    if let end = run.groupsEnd(from: group, digits: 18), !run.isCutOut(group..<end) {
      return (group..<end, run.groupEnd(end - 1))
    }
    guard let end = run.groupsEnd(from: group, digits: 17) else { return nil }
    var x = run.groupEnd(end - 1)
    if text[x] == .space || text[x] == .dash { x += 1 }
    guard text[x].lowercased == 0x78, !text[x + 1].isAlphanumeric else { return nil }
    return (group..<end, x + 1)
  }

  private func isIDCard(_ digits: [UInt8]) -> Bool {
    let year = code(digits[6..<10])
    let month = code(digits[10..<12])
    guard words.provinces.contains(code(digits[0..<2])), 1900...2050 ~= year, 1...12 ~= month else { return false }
    guard 1...31 ~= code(digits[12..<14]) else { return false }
    // The weight of the digit at position i is 2^(17 - i) mod 11; 10 is written X.
    let sum = (0..<17).reduce(0) { $0 + Int(digits[$1]) * (1 << (17 - $1) % 11) }
    let check = (12 - sum % 11) % 11
    return check == (digits.count == 18 ? Int(digits[17]) : 10)
  }

  /// A bank card: 16 to 19 digits with an issuer's first digits and the Luhn check; announced, 12 to 19 digits.
  private func bankCard(_ group: Int) -> Find? {
    let isMeant = isAnnounced(.bankCard, at: run.groups[group].start, reach: 12)
    for count in stride(from: 19, through: isMeant ? 12 : 16, by: -1) {
      guard let end = run.groupsEnd(from: group, digits: count), !run.isCutOut(group..<end) else { continue }
      let digits = run.digits(group..<end)
      if isMeant || hasIssuer(digits) && isLuhn(digits) { return find(.bankCard, group..<end) }
    }
    return nil
  }

  private func hasIssuer(_ digits: ArraySlice<UInt8>) -> Bool {
    words.cardPrefixes[digits.count]?.contains { digits.starts(with: $0) } ?? false
  }

  /// The Luhn check (ISO/IEC 7812-1, annex B).
  private func isLuhn(_ digits: ArraySlice<UInt8>) -> Bool {
    let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
      let value = digit.offset % 2 == 0 ? Int(digit.element) : Int(digit.element) * 2
      return sum + (value > 9 ? value - 9 : value)
    }
    return sum % 10 == 0
  }

  /// A landline: area code and 7 or 8 digits (after a three-digit code always 8), with an extension.
  private func landline(_ group: Int) -> Find? {
    for count in [12, 11] {
      guard let end = run.groupsEnd(from: group, digits: count), !run.isCutOut(group..<end) else { continue }
      let digits = Array(run.digits(group..<end))
      let isShort = words.areaCodes.contains(code(digits[0..<3])) && digits[0] == 0
      guard digits[0] == 0, isShort || digits[1] >= 3, !(isShort && count == 12) else { continue }
      let area = isShort ? 3 : 4
      guard 2...8 ~= digits[area] else { continue }
      let first = run.groups[group].count
      guard first == area || end == group + 1 else { continue }
      return find(.phone, group..<end, end: extensionEnd(run.groupEnd(end - 1)))
    }
    return nil
  }

  /// Past an extension: `-8012`, `转8012`, ` ext. 12`.
  private func extensionEnd(_ start: Int) -> Int {
    var index = start
    while text[index] == .space || text[index] == .dash { index += 1 }
    let isJoined = text[start] == .dash
    let mark = index
    while text[index] == .of("转") || text[index] == .of("分") || text[index] == .of("机") { index += 1 }
    if text[index].lowercased == 0x65, text[index + 1].lowercased == 0x78, text[index + 2].lowercased == 0x74 {
      index += 3
    }
    while index > mark, text[index] == .dot || text[index] == .space || text[index] == .of(":") { index += 1 }
    guard isJoined || index > mark else { return start }
    let first = index
    while text[index].isDigit { index += 1 }
    return 1...6 ~= index - first ? index : start
  }

  /// A phone number of another country: `+` and 8 to 15 digits, or the North American 3-3-4; any, when announced.
  private func foreignPhone(_ group: Int) -> Find? {
    guard group == 0 else { return nil }
    let isMeant = isAnnounced(.phone, at: run.start)
    if run.hasPlus {
      var end = 1
      while end < run.groups.count, code(run.groups[...end].map { UInt8(min($0.count, 15)) }.suffix(1)) <= 8,
        run.groups[...end].reduce(0, { $0 + $1.count }) <= 15
      { end += 1 }
      return 8...15 ~= run.digits(0..<end).count ? find(.phone, 0..<end) : nil
    }
    for prefix in [0, 1] {
      let groups = 0..<3 + prefix
      guard run.groups.count >= groups.count, prefix == 0 || run.digits[0] == 1 && run.groups[0].count == 1 else {
        continue
      }
      guard run.grouping(groups, without: prefix) == 0x334, !run.isCutOut(groups) else { continue }
      let digits = Array(run.digits(groups).dropFirst(prefix))
      guard digits[0] >= 2, digits[3] >= 2, isMeant || run.hasParenthesis || run.groups[2].separator != .space else {
        continue
      }
      return find(.phone, groups, end: extensionEnd(run.groupEnd(groups.upperBound - 1)))
    }
    guard isMeant else { return nil }
    for count in stride(from: 12, through: 7, by: -1) {
      guard let end = run.groupsEnd(from: 0, digits: count), !run.isCutOut(0..<end) else { continue }
      if looksLikeDate(run.groups[0].start..<run.groupEnd(end - 1)) { continue }
      return find(.phone, 0..<end, end: extensionEnd(run.groupEnd(end - 1)))
    }
    return nil
  }

  /// A number right after a word for an order, a parcel or an account.
  private func announcedHere(_ group: Int) -> Find? {
    let start = run.groups[group].start
    return group == 0 && run.start == start ? announcedNumber(start) : nil
  }

  /// A long number not far after a word for an order or a parcel.
  private func announcedNear(_ group: Int) -> Find? {
    let start = run.groups[group].start
    let kinds: [PersonalDataKind] = [.order, .tracking]
    guard let kind = kinds.first(where: { isAnnounced($0, at: start, reach: 16) }) else { return nil }
    return run.groups[group].count >= 10 ? find(kind, group..<group + 1) : nil
  }

  /// A QQ number after its announcement: 5 to 11 digits, not from 0; after a word for WeChat it is an account there.
  private func qq(_ group: Int) -> Find? {
    let start = run.groups[group].start
    guard 5...11 ~= run.groups[group].count, run.digits[run.groups[group].first] != 0 else { return nil }
    guard let kind = [.qq, .wechat].first(where: { isAnnounced($0, at: start) }) else { return nil }
    return find(kind, group..<group + 1)
  }
}
