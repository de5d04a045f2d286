import ChatModel
import ChatTagging
import ChatTraining
import Testing

/// The figures of agreement, held against values worked out by hand.
@Suite struct EvaluationTests {
  /// Emotions labelled and given; confidences of 0.95, wrong ones of 0.55.
  private static func evaluation(_ pairs: [(Emotion, Emotion)]) -> Evaluation {
    var evaluation = Evaluation()
    for (number, (right, given)) in pairs.enumerated() {
      var target = Target()
      target.set(.emotion, [Int(right.rawValue)], weight: 1)
      var tags = CustomerTags()
      tags.emotion = Scored(given, right == given ? 0.95 : 0.55)
      evaluation.add(.customer(tags), LabelledTurns.Entry(target: target, group: UInt64(number / 2), source: 0))
    }
    return evaluation
  }

  private static let pairs: [(Emotion, Emotion)] = [
    (.angry, .angry), (.angry, .angry), (.angry, .neutral), (.neutral, .neutral), (.neutral, .neutral),
    (.neutral, .angry), (.neutral, .neutral), (.anxious, .neutral),
  ]

  @Test func countsByLabelAndHead() {
    let agreement = Self.evaluation(Self.pairs).agreement
    // angry: 2 right, 1 wrong, 1 missed; neutral: 3 right, 2 wrong, 1 missed; anxious: 1 missed.
    #expect(abs(agreement.micro(.emotion) - 5.0 / 8) < 1e-9)
    #expect(abs(agreement.macro(.emotion) - (2.0 / 3 + 6.0 / 9 + 0) / 3) < 1e-9)
    #expect(agreement.hasLabels(.emotion) && !agreement.hasLabels(.intents))
  }

  @Test func kappaIsAgreementBeyondChance() throws {
    let evaluation = Self.evaluation(Self.pairs)
    // Agreed 5/8; by chance (3/8 · 3/8 + 4/8 · 5/8 + 1/8 · 0) = 29/64.
    let kappa = try #require(evaluation.kappa(.emotion))
    #expect(abs(kappa - (5.0 / 8 - 29.0 / 64) / (1 - 29.0 / 64)) < 1e-9)
    #expect(evaluation.kappa(.stage) == nil)
    let (angry, neutral) = (Int(Emotion.angry.rawValue), Int(Emotion.neutral.rawValue))
    #expect(evaluation.confusion(.emotion)[angry][neutral] == 1)
    #expect(evaluation.confusion(.emotion)[neutral][neutral] == 3)
  }

  @Test func confidencesAreHeldAgainstWhatIsRight() {
    let bins = Self.evaluation(Self.pairs).calibration(.emotion)
    #expect(bins[9].turns == 5 && bins[9].right == 5 && abs(bins[9].confidence - 0.95) < 1e-6)
    #expect(bins[5].turns == 3 && bins[5].right == 0)
  }

  @Test func intervalsHoldTheFigureAndShrink() {
    let few = Self.evaluation(Self.pairs)
    let many = Self.evaluation((0..<40).flatMap { _ in Self.pairs })
    let (wide, narrow) = (few.interval(.emotion) { $0.micro(.emotion) }, many.interval(.emotion) { $0.micro(.emotion) })
    #expect(wide.contains(5.0 / 8) && narrow.contains(5.0 / 8))
    #expect(narrow.upperBound - narrow.lowerBound < (wide.upperBound - wide.lowerBound) / 3)
    #expect(few.interval(.emotion) { $0.micro(.emotion) } == wide, "seeded")
    let none = many.gainInterval(over: many, .emotion) { $0.micro(.emotion) }
    #expect(none == 0...0, "the same turns, resampled alike")
  }
}
