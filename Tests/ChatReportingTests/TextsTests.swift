import Testing

@testable import ChatReporting

@Suite struct TextsTests {
  @Test func bothLanguagesHoldEveryKeyAndNoOther() throws {
    let needed = Dictionary(uniqueKeysWithValues: Texts.needed.map { ($0.group, Set($0.keys)) })
    for language in ReportLanguage.allCases {
      let words = try Texts(language).words
      #expect(Set(words.keys) == Set(needed.keys), "\(language)")
      for (group, keys) in needed {
        #expect(Set((words[group] ?? [:]).keys) == keys, "\(language) \(group)")
      }
    }
  }

  @Test func aSentenceHasTheSamePlacesInBothLanguages() throws {
    func places(_ text: String) -> Set<String> {
      Set(text.matches(of: /\{\{[#\/^]?([A-Za-z.]+)\}\}/).map { String($0.1) })
    }
    // Words that only one language needs to say "this week" or "last week".
    let free: Set<String> = ["this", "previous"]
    let (zh, en) = (try Texts(.zh).words["say"] ?? [:], try Texts(.en).words["say"] ?? [:])
    for (key, text) in zh {
      #expect(places(text).subtracting(free) == places(en[key] ?? "").subtracting(free), "say.\(key)")
    }
  }

  @Test func durations() throws {
    let texts = try Texts(.en)
    #expect(texts.duration(8.25) == "8.3 s")
    #expect(texts.duration(125) == "2 min 5 s")
    #expect(texts.duration(3725) == "1 h 2 min")
  }
}
