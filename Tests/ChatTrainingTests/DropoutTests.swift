import ChatModel
import ChatTagging
import ChatTraining
import Testing

/// What a network learns from when parts of its turns are left out.
@Suite struct DropoutTests {
  /// How far apart the same word stands after two questions that alone tell its intent, once a network learnt it.
  private static func distance(leavingOutContext share: Float) -> Float {
    var turns = LabelledTurns()
    turns.begin(.init(name: "told", file: "told"))
    for number in 0..<40 {
      let (question, intent) = number % 2 == 0 ? ("是要退货吗", Intent.returnRefund) : ("是要发票吗", .invoice)
      var target = Target()
      target.set(.intents, [Int(intent.rawValue)], weight: 1)
      turns.add(
        "嗯嗯", by: .customer, after: [(.agent, question)], turnsBefore: 1, target: target, group: "\(number)")
    }
    var training = ModelTraining(turns, rules: nil)
    training.networks = 1
    training.linear.scale = 0
    (training.options.minimumCount, training.options.batch, training.options.epochs) = (1, 1, 20)
    training.options.dropout.context = share
    let outputs = CrossValidation.outputs(of: [0, 1], training, training.train(on: Array(0..<40), seed: 3))
    let place = Int(Intent.returnRefund.rawValue)
    guard let first = outputs[0], let second = outputs[1] else { return .nan }
    return first[place] - second[place]
  }

  @Test func whatIsAlwaysLeftOutIsNotLearnt() {
    let whole = Self.distance(leavingOutContext: 0)
    #expect(whole > 1)
    #expect(Self.distance(leavingOutContext: 0.2) > 1)
    #expect(abs(Self.distance(leavingOutContext: 1)) < whole / 10)
  }
}
