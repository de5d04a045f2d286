import CModel
import ChatModel

/// From what enters the networks to probabilities, for all turns of a group at once.
extension TextModel {
  /// Scores the turns of a group; ``readProbabilities(at:of:)`` then reads them.
  func score(_ group: inout ModelScratch) {
    let (capacity, units, outputs) = (ModelScratch.capacity, file.shape.hiddenUnits, ModelHead.outputCount)
    let runs = [
      (slots: 0..<group.customers, outputs: Self.customerOutputs),
      (slots: capacity - group.service..<capacity, outputs: Self.serviceOutputs),
    ]
    unsafe group.means.withUnsafeMutableBufferPointer { unsafe $0.update(repeating: 0) }
    for (number, network) in file.networks.enumerated() {
      for run in runs where !run.slots.isEmpty {
        Self.apply(
          network.hidden, network.hiddenBias, from: group.inputs,
          (number * capacity + run.slots.lowerBound, file.shape.inputs),
          to: &group.hidden, (run.slots.lowerBound, units), turns: run.slots.count, outputs: 0..<units, rectified: true)
        Self.apply(
          network.output, network.outputBias, from: group.hidden, (run.slots.lowerBound, units),
          to: &group.last, (run.slots.lowerBound, outputs), turns: run.slots.count, outputs: run.outputs,
          rectified: false)
        let wanted = run.slots.lowerBound * outputs..<run.slots.upperBound * outputs
        Self.add(group.last, over: Float(file.networks.count), in: wanted, to: &group.means)
      }
    }
  }

  /// Puts the probabilities of the turn at `slot` of a group that was scored into `group.outputs`.
  ///
  /// - Parameter correction: what an adapter adds to each raw output; empty without one.
  func readProbabilities(at slot: Int, of group: inout ModelScratch, adding correction: [Float] = []) {
    let isService = slot >= ModelScratch.capacity - group.service
    for at in isService ? Self.serviceOutputs : Self.customerOutputs {
      group.outputs[at] = group.means[slot * ModelHead.outputCount + at]
      if !correction.isEmpty { group.outputs[at] += correction[at] }
    }
    for head in isService ? Self.serviceHeads : Self.customerHeads {
      ModelMath.probabilities(of: head, scale: file.calibration.scales[head.rawValue], &group.outputs)
    }
  }

  private static let serviceHeads = ModelHead.allCases.filter(\.isService)
  private static let customerHeads = ModelHead.allCases.filter { !$0.isService }
  private static let serviceOutputs = lanes(of: serviceHeads)
  private static let customerOutputs = lanes(of: customerHeads)

  /// The whole lanes of 16 outputs in which those of these heads stand.
  private static func lanes(of heads: [ModelHead]) -> Range<Int> {
    let first = heads.map(\.outputs.lowerBound).min() ?? 0
    let end = heads.map(\.outputs.upperBound).max() ?? 0
    return first / 16 * 16..<(end + 15) / 16 * 16
  }

  /// Adds a network's share to the means; what stands at the heads of the other speaker means nothing.
  private static func add(_ last: [Float], over count: Float, in range: Range<Int>, to means: inout [Float]) {
    var means = means.mutableSpan
    let last = last.span
    for at in range { means[at] += last[at] / count }
  }

  /// One layer for several turns; `place` is the first turn's number and how many numbers each turn has.
  private static func apply(
    _ weights: [Lane], _ bias: [Lane], from inputs: [Float], _ place: (first: Int, stride: Int),
    to results: inout [Float], _ out: (first: Int, stride: Int), turns: Int, outputs: Range<Int>, rectified: Bool
  ) {
    unsafe weights.withUnsafeBytes { weights in
      unsafe bias.withUnsafeBytes { bias in
        unsafe inputs.withUnsafeBufferPointer { inputs in
          unsafe results.withUnsafeMutableBufferPointer { results in
            guard let inputs = inputs.baseAddress, let results = results.baseAddress else { return }
            var layer = unsafe cmodel_layer(
              weights: weights.bindMemory(to: Float.self).baseAddress,
              bias: bias.bindMemory(to: Float.self).baseAddress, inputs: place.stride, outputs: bias.count / 4)
            unsafe cmodel_apply(
              &layer, inputs + place.first * place.stride, place.stride, turns, results + out.first * out.stride,
              out.stride, outputs.lowerBound, outputs.upperBound, rectified ? 1 : 0)
          }
        }
      }
    }
  }
}
