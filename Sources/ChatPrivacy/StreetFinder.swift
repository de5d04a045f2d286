extension PersonalDataFinder {
  /// An English street address: a number, one to four words, a street's word; then unit, city, state and code.
  func street(_ start: Int) -> Find? {
    var index = start
    while text[index].isDigit, index - start < 6 { index += 1 }
    guard index > start, !text[start - 1].isAlphanumeric else { return nil }
    if text[index].isASCIILetter, !text[index + 1].isASCIILetter { index += 1 }
    guard text[index] == .space, let streetEnd = streetWordsEnd(index + 1) else { return nil }
    return Find(kind: .address, range: start..<localityEnd(streetEnd))
  }

  /// Past the words of a street ("Main Street", "W 42nd St"): its own word is never the first.
  private func streetWordsEnd(_ start: Int) -> Int? {
    var index = start
    var hasCapital = false
    for position in 0..<5 {
      if position > 0 {
        if words.streets.contains(text, at: index) { return wordEnd(index) }
        let isCapital = text[index].isUpper
        if words.maybeStreets.contains(text, at: index),
          isCapital && hasCapital || isAnnounced(.address, at: start, reach: 8)
        {
          return wordEnd(index)
        }
      }
      guard text[index].isAlphanumeric, !words.notStreets.contains(text, at: index) else { return nil }
      hasCapital = hasCapital || text[index].isUpper || text[index].isDigit
      index = wordEnd(index)
      guard text[index] == .space else { return nil }
      index += 1
    }
    return nil
  }

  private func wordEnd(_ start: Int) -> Int {
    var index = start
    while text[index].isAlphanumeric || text[index] == .of("'") { index += 1 }
    return text[index] == .dot && text[index + 1] != .newline && index - start <= 4 ? index + 1 : index
  }

  /// Past `, Apt 4B, Springfield, IL 62704`: a unit, then words with a capital, then a postal code.
  private func localityEnd(_ start: Int) -> Int {
    var end = start
    var index = past(separators: start)
    if let (count, _) = words.streetUnits.match(text, at: index) {
      index += count
      while text[index] == .space || text[index] == .dot || text[index] == .of("#") { index += 1 }
      while text[index].isAlphanumeric || text[index] == .dash { index += 1 }
      end = index
    }
    for _ in 0..<6 {
      index = past(separators: end)
      let hasComma = (end..<index).contains { text[$0] == .of(",") }
      guard index > end, text[index].isUpper || text[index].isDigit && hasPostalCode(index) else { break }
      // Without a comma only a state or a code goes on: "12 Main Street Please" ends at the street.
      guard hasComma || text[index].isDigit || text[index + 1].isUpper || isWithinCity(end, start) else { break }
      end = wordEnd(index)
    }
    return end > start && text[end - 1] == .dot ? end - 1 : end
  }

  /// Whether the word that ends here came after a comma: a city of several words.
  private func isWithinCity(_ end: Int, _ start: Int) -> Bool {
    end > start && (start..<end).contains { text[$0] == .of(",") }
  }

  private func hasPostalCode(_ start: Int) -> Bool {
    var index = start
    while text[index].isDigit || text[index] == .dash { index += 1 }
    return 4...10 ~= index - start
  }

  private func past(separators start: Int) -> Int {
    var index = start
    while text[index] == .space || text[index] == .of(",") || text[index] == .newline { index += 1 }
    return index
  }
}
