import ChatModel
import ChatPrivacy
import Foundation
import Testing

/// The set of marked texts: how much is found, how much of it is right, and that masking twice is masking once.
@Suite struct RedactionScoreTests {
  private static let redactor = Redactor(key: PseudonymKey(bytes: Array(0..<32)))
  private static let numbers = PersonalDataKind.allCases.filter { $0 != .name && $0 != .address }

  private static let cases: [RedactionCase] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "cases")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".tsv") }.sorted().flatMap { name -> [RedactionCase] in
      guard let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8) else { return [] }
      let cases = RedactionCase.cases(tsv: text)
      if cases == nil { Issue.record("\(name) has a line that is no case") }
      return cases ?? []
    }
  }()

  @Test func theSetIsLargeAndHalfOfItWasHeldBack() {
    #expect(Self.cases.count >= 600)
    #expect(Self.cases.count { $0.part == "held" } >= 300)
  }

  @Test(arguments: ["tune", "held"])
  func findsWhatWasMarked(part: String) {
    let score = RedactionScore(Self.cases, part: part, by: Self.redactor)
    let numbers = score.total(Self.numbers)
    #expect(numbers.marked > 80)
    #expect(numbers.recall >= 0.98 && numbers.precision >= 0.97, "\(numbers)")
    for kind in [PersonalDataKind.name, .address] {
      #expect(score[kind].marked > 40)
      #expect(score[kind].recall >= 0.85 && score[kind].precision >= 0.9, "\(kind): \(score[kind])")
    }
  }

  @Test func maskingTwiceIsMaskingOnce() {
    for example in Self.cases {
      let once = Self.redactor.redact(example.text)
      let twice = Self.redactor.redact(once)
      #expect(twice == once, "\(String(decoding: once, as: UTF8.self))")
    }
  }

  @Test func maskingTwiceIsMaskingOnceForPiecesInAnyOrder() {
    // Pieces that touch detectors, in pseudo-random chains: a linear congruential generator, so the run repeats.
    let pieces = [
      "138", "1381234", "5678", " ", "-", ",", ":", "电话", "收件人", "张三", "李雷", "地址", "杭州市", "西湖区", "文三路", "8号", "[", "]",
      "phone", "[name]", "qq", "微信", "abc123", "@", "163.com", "https://", "a.cn/", "?", "订单号", "SF", "1234567890123",
      "x",
      "的", "。", "\n", "12 Main Street", "my name is ", "John", "0571", "+86",
    ]
    var state: UInt64 = 7
    for _ in 0..<4000 {
      var text = ""
      for _ in 0..<10 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int(state >> 33) % pieces.count]
      }
      let once = Self.redactor.redact(Array(text.utf8))
      let twice = Self.redactor.redact(once)
      #expect(twice == once, "\(text) -> \(String(decoding: once, as: UTF8.self))")
    }
  }

  @Test func scoresMerge() {
    let halves = ["tune", "held"].map { RedactionScore(Self.cases, part: $0, by: Self.redactor) }
    var sum = RedactionScore()
    for half in halves { sum.merge(half) }
    #expect(sum == RedactionScore(Self.cases, by: Self.redactor))
  }

  @Test(arguments: [
    ("tune\tno reason", "two columns"), ("tune\t⟦phone 138⟧\tx", "a mark without a bar"),
    ("tune\t⟦tel|138⟧\tx", "an unknown kind"),
  ])
  func aBadSetIsNoSet(line: String, reason: String) { #expect(RedactionCase.cases(tsv: line) == nil, "\(reason)") }

  @Test func aFindOfAnotherKindIsBothAMissAndAFalseAlarm() throws {
    let cases = try #require(RedactionCase.cases(tsv: "held\t⟦qq|13812345678⟧\twrong on purpose"))
    let score = RedactionScore(cases, by: Self.redactor)
    #expect(score[.qq].recall == 0 && score[.phone].precision == 0)
  }
}
