import ChatTagging

/// Adam (Kingma, Ba 2015) over one array of lanes.
struct Adam {
  private var mean: [Lane]
  private var square: [Lane]
  /// The sum of gradients since the last step.
  var gradient: [Lane]

  init(_ count: Int) {
    mean = Array(repeating: .zero, count: count)
    (square, gradient) = (mean, mean)
  }

  /// Moves the weights by the mean gradient of `count` turns; `time` counts steps from 1.
  mutating func step(_ weights: inout [Lane], count: Int, rate: Float, time: Int) {
    let (keepMean, keepSquare) = (0.9 as Float, 0.999 as Float)
    let size = rate * (1 - keepSquare.power(time)).squareRoot() / (1 - keepMean.power(time))
    let share = 1 / Float(count)
    for lane in weights.indices {
      let slope = gradient[lane] * share
      mean[lane] = mean[lane] * keepMean + slope * (1 - keepMean)
      square[lane] = square[lane] * keepSquare + slope * slope * (1 - keepSquare)
      weights[lane] -= size * mean[lane] / (square[lane].squareRoot() + 1e-7)
      gradient[lane] = .zero
    }
  }
}

extension Float {
  fileprivate func power(_ exponent: Int) -> Float {
    var (result, base, rest) = (1 as Float, self, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= base }
      base *= base
      rest >>= 1
    }
    return result
  }
}
