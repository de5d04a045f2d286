import CModel
import ChatModel

/// The outputs of all networks as those of one: its hidden units are theirs, one network's after the other's, and its
/// outputs the means of theirs.
struct MeanNetwork: Sendable {
  let hiddenBias: [Lane]
  /// For each hidden unit the lanes of all outputs.
  let output: [Lane]
  let outputBias: [Float]

  init(_ networks: [DenseLayers]) {
    let count = Float(networks.count)
    hiddenBias = networks.flatMap(\.hiddenBias)
    output = networks.flatMap { $0.output.map { $0 / count } }
    outputBias = (0..<ModelHead.outputCount).map { at in
      networks.reduce(0) { $0 + $1.outputBias[at / 16][at % 16] / count }
    }
  }
}

/// From the shares of hidden layers to probabilities, for all turns of a group at once.
extension TextModel {
  /// Scores the turns of a group; ``readProbabilities(at:of:)`` then reads them.
  func score(_ group: inout ModelScratch) {
    group.shares.project(file)
    for isService in [false, true] {
      let slots = group.slots(ofService: isService)
      guard !slots.isEmpty else { continue }
      mix(slots, of: &group)
      apply(to: slots, outputs: isService ? Self.serviceOutputs : Self.customerOutputs, of: &group)
    }
  }

  /// The hidden units of several turns.
  private func mix(_ slots: Range<Int>, of group: inout ModelScratch) {
    let (width, mixtures) = (group.shares.width, group.mixtures)
    unsafe group.hidden.withUnsafeMutableBufferPointer { hidden in
      unsafe group.shares.shares.withUnsafeBufferPointer { shares in
        unsafe mean.hiddenBias.withUnsafeBytes { bias in
          guard let hidden = hidden.baseAddress, let shares = shares.baseAddress,
            let bias = unsafe bias.bindMemory(to: Float.self).baseAddress
          else { return }
          for slot in slots {
            unsafe mixtures[slot].withPointers {
              unsafe cmodel_mix(shares, width, $0, $1, $2, bias, hidden + slot * width)
            }
          }
        }
      }
    }
  }

  /// The outputs of several turns.
  private func apply(to slots: Range<Int>, outputs: Range<Int>, of group: inout ModelScratch) {
    let (width, places) = (group.shares.width, group.places)
    unsafe mean.output.withUnsafeBytes { weights in
      unsafe group.hidden.withUnsafeBufferPointer { hidden in
        unsafe group.scores.withUnsafeMutableBufferPointer { scores in
          guard let hidden = hidden.baseAddress else { return }
          var matrix = unsafe cmodel_matrix(
            weights: weights.bindMemory(to: Float.self).baseAddress, inputs: width, outputs: ModelHead.outputCount)
          unsafe places[slots].withUnsafeBufferPointer { places in
            unsafe cmodel_apply(
              &matrix, hidden + slots.lowerBound * width, width, slots.count, scores.baseAddress, places.baseAddress,
              outputs.lowerBound, outputs.upperBound)
          }
        }
      }
    }
  }

  /// Puts the raw outputs of the turn at `slot` of a group that was scored into `group.outputs`; those of the other
  /// speaker's heads are 0.
  ///
  /// - Parameter correction: what an adapter adds to each of them; empty without one.
  func readOutputs(at slot: Int, of group: inout ModelScratch, adding correction: [Float] = []) {
    let own = group.isService(slot) ? Self.serviceOutputs : Self.customerOutputs
    let first = group.places[slot]
    for at in 0..<own.lowerBound { group.outputs[at] = 0 }
    for at in own { group.outputs[at] = group.scores[first + at] + mean.outputBias[at] }
    for at in own.upperBound..<ModelHead.outputCount { group.outputs[at] = 0 }
    if !correction.isEmpty { for at in own { group.outputs[at] += correction[at] } }
  }

  /// Puts the probabilities of the turn at `slot` of a group that was scored into `group.outputs`.
  ///
  /// - Parameter correction: what an adapter adds to each raw output; empty without one.
  func readProbabilities(at slot: Int, of group: inout ModelScratch, adding correction: [Float] = []) {
    readOutputs(at: slot, of: &group, adding: correction)
    for head in group.isService(slot) ? Self.serviceHeads : Self.customerHeads {
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
}
