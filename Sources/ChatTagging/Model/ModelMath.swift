import Foundation

/// The functions that training and inference share.
package enum ModelMath {
  package static func power(_ base: Float, _ exponent: Float) -> Float { pow(base, exponent) }
  package static func log(_ value: Double) -> Double { Foundation.log(value) }

  /// Turns the outputs of a head into probabilities: softmax, or for acts a logistic function of each.
  package static func probabilities(of head: ModelHead, scale: Float, _ outputs: inout [Float]) {
    var outputs = outputs.mutableSpan
    let range = head.outputs
    if head == .acts {
      for at in range { outputs[at] = 1 / (1 + exp(-outputs[at] * scale)) }
      return
    }
    var highest = -Float.infinity
    for at in range { highest = max(highest, outputs[at]) }
    var sum: Float = 0
    for at in range {
      outputs[at] = exp((outputs[at] - highest) * scale)
      sum += outputs[at]
    }
    for at in range { outputs[at] /= sum }
  }
}
