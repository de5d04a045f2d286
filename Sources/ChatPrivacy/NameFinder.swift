extension PersonalDataFinder {
  /// A person's name at a position: two to four Han characters that begin with a surname, or English words.
  func name(_ start: Int) -> Find? {
    guard text[start].isHan else { return englishName(start) }
    if let end = dottedName(start) { return Find(kind: .name, range: start..<end) }
    guard !words.notNames.contains(text, at: start), let (surname, _) = words.surnames.match(text, at: start) else {
      return nil
    }
    let given = start + surname
    if let (title, _) = words.titles.match(text, at: given) { return Find(kind: .name, range: start..<given + title) }
    guard text[given].isHan, !words.neverGiven.contains(text, at: given) else { return nil }
    var end = given + 1
    if text[end].isHan, !words.neverGiven.contains(text, at: end), !words.afterName.contains(text, at: end) { end += 1 }
    return Find(kind: .name, range: start..<end)
  }

  /// "阿迪力·买买提": two runs of Han characters around a dot.
  private func dottedName(_ start: Int) -> Int? {
    var dot = start
    while text[dot].isHan, dot - start < 7 { dot += 1 }
    guard text[dot] == .of("·") || text[dot] == .of("•"), text[dot + 1].isHan else { return nil }
    var end = dot + 1
    while text[end].isHan, end - dot <= 6, !words.neverGiven.contains(text, at: end) { end += 1 }
    return end
  }

  /// One to three words of letters with a capital each; after "is" or a colon also two without, if none is common.
  private func englishName(_ start: Int) -> Find? {
    guard text[start].isASCIILetter, !text[start - 1].isASCIILetter, let context else { return nil }
    let isCapital = text[start].isUpper
    guard isCapital || context.isExplicit || text[context.end - 1].lowercased == .of("s") else { return nil }
    var end = start
    var count = 0
    var index = start
    while count < (isCapital ? 3 : 2), text[index].isASCIILetter, text[index].isUpper == isCapital,
      !words.notEnglishNames.contains(text, at: index)
    {
      while text[index].isASCIILetter || text[index] == .of("'")
        || text[index] == .dash && text[index + 1].isASCIILetter
      {
        index += 1
      }
      if text[index].isDigit || text[index] == .of("@") || text[index] == .of("_") { break }
      count += 1
      end = index
      // "J. Smith": the dot of an initial belongs to the name.
      if text[index] == .dot, index - 1 == start || text[index - 2] == .space { index += 1 }
      guard text[index] == .space else { break }
      index += 1
    }
    while end > start, text[end - 1] == .of("'") { end -= 1 }
    return count > 0 ? Find(kind: .name, range: start..<end) : nil
  }
}
