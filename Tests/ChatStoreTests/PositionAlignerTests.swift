import Testing

@testable import ChatStore

@Suite struct PositionAlignerTests {
  /// How many turns of a file are taken for duplicates, decided turn by turn and at the end.
  private func duplicates(_ known: String, _ file: String) -> (count: Int, seen: Int) {
    var aligner = PositionAligner(known: known.unicodeScalars.map { UInt64($0.value) })
    var (duplicates, held, seen) = (0, 0, 0)
    for scalar in file.unicodeScalars {
      held += 1
      guard let count = aligner.next(UInt64(scalar.value)) else { continue }
      duplicates += count
      seen += held
      held = 0
    }
    duplicates += aligner.decide()
    return (duplicates, seen + held)
  }

  @Test(arguments: [
    ("", "abc", 0, "a new conversation"), ("abc", "abc", 3, "the same again"), ("abc", "abcd", 3, "it grew"),
    ("abc", "bcd", 2, "a window"), ("abc", "xyz", 0, "it goes on"), ("abc", "b", 1, "a piece"),
    ("aab", "aabx", 3, "repeated words"), ("abab", "ababab", 4, "the longest overlap wins"),
    ("aaa", "aaaa", 3, "one more of the same"), ("abcab", "abx", 2, "a dead start gives way to the overlap at the end"),
    ("abc", "acx", 0, "a beginning that does not go on is none"), ("abc", "cxc", 1, "what follows is not compared"),
  ]) func overlap(known: String, file: String, expected: Int, reason: String) {
    let (count, seen) = duplicates(known, file)
    #expect(count == expected, "\(reason)")
    #expect(seen == file.count, "no turn is lost")
  }
}
