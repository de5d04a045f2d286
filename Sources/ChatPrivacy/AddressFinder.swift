extension PersonalDataFinder {
  /// Whether an address may begin here that nothing announced: at a start of words, or at the name of a place.
  func mayBeginAddress(_ index: Int) -> Bool {
    let before = text[index - 1]
    return !before.isHan || words.addressStarts.contains(before) || words.places.contains(text, at: index)
  }

  /// A Chinese address: parts that end in 省 市 区 路 号 … one after the other, from coarse to fine.
  ///
  /// Announced, two parts are enough; else a place's name and a number, or three parts with a number, are needed.
  func address(_ start: Int, isAnnounced: Bool) -> Find? {
    guard text[start].isHan || isAnnounced && text[start].isAlphanumeric else { return nil }
    var index = start
    var end = start
    var parts = 0
    var levels: AddressLevel = []
    let hasPlace = words.places.contains(text, at: start)
    while let (next, level) = part(index, isFirst: parts == 0) {
      levels.formUnion(level)
      parts += 1
      (index, end) = (next, next)
      while text[index] == .space || text[index] == .of(",") || text[index] == .dash, index - end < 2 { index += 1 }
    }
    guard parts > 0 else { return isAnnounced ? street(start) : nil }
    let isFine = !levels.isDisjoint(with: .fine)
    let tail = doorEnd(end, follows: levels)
    let hasNumber = tail > end || !levels.isDisjoint(with: .counted)
    let isStrong: Bool
    if isAnnounced {
      // "寄到5楼" alone says nothing of where.
      isStrong = parts >= 2 && (isFine || levels.contains(.district)) || !levels.isSubset(of: .counted) && tail > end
    } else if hasPlace {
      isStrong = isFine && (levels.count >= 3 || levels.count >= 2 && hasNumber)
    } else {
      isStrong = levels.count >= 4 || levels.count >= 3 && !levels.isDisjoint(with: .counted)
    }
    return isStrong ? Find(kind: .address, range: start..<tail) : nil
  }

  /// One part of an address: a known place, a number with its word, or a name with its word.
  private func part(_ start: Int, isFirst: Bool) -> (end: Int, level: AddressLevel)? {
    if let part = numberedPart(start) { return part }
    guard text[start].isHan, !words.addressStops.contains(text, at: start) else { return nil }
    if let (count, level) = words.places.match(text, at: start) {
      let end = start + count
      if let (suffix, found) = words.namedParts.match(text, at: end) {
        if !found.isDisjoint(with: [.province, .city, .district]) { return (end + suffix, found) }
      } else {
        return (end, level)
      }
    }
    var index = start + 1
    while index - start <= 10, text[index].isHan || text[index].isAlphanumeric {
      if words.addressStops.contains(text, at: index) { return nil }
      if let (count, level) = words.namedParts.match(text, at: index) {
        var (end, last) = (index + count, level)
        // "园区路": a word of an address may be the name of the next one.
        while let (more, next) = words.namedParts.match(text, at: end), numberedPart(end) == nil {
          (end, last) = (end + more, next)
        }
        return (end, last)
      }
      index += 1
    }
    return nil
  }

  /// `12号`, `3-2栋`, `A座`, `二单元`, `501室`.
  private func numberedPart(_ start: Int) -> (end: Int, level: AddressLevel)? {
    var index = start
    while index - start < 7,
      text[index].isAlphanumeric || words.numerals.contains(text[index]) || text[index] == .of("#")
        || index > start && (text[index] == .dash || text[index] == .of("之")) && text[index + 1].isDigit
    {
      if text[index] == .of("#"), index > start { return (index + 1, .building) }
      index += 1
    }
    // "100 号": a blank may stand between.
    if index > start, text[index] == .space, text[index - 1].isDigit { index += 1 }
    guard index > start, let (count, level) = words.numberedParts.match(text, at: index) else { return nil }
    return (index + count, level)
  }

  /// Past a bare door number at the end: `3-2-501`, `1203`, `A1203`.
  private func doorEnd(_ start: Int, follows levels: AddressLevel) -> Int {
    guard !levels.isDisjoint(with: .fine) else { return start }
    var index = start
    if text[index] == .space || text[index] == .dash { index += 1 }
    if text[index].isASCIILetter { index += 1 }
    let first = index
    var group = 0
    while text[index].isDigit || text[index] == .dash && text[index + 1].isDigit {
      group = text[index].isDigit ? group + 1 : 0
      if group > 5 { return start }
      index += 1
    }
    guard index > first, index - first <= 12, !text[index].isASCIILetter else { return start }
    return index
  }
}
