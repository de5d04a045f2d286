/// A support vector machine with squared hinge loss: weights that part the turns of one side from those of the other by
/// the widest margin.
///
/// They are the least of |w|²/2 + Σ cost · max(0, 1 − side · w·x)², found by dual coordinate descent with shrinking
/// (Hsieh, Chang, Lin, Keerthi, Sundararajan 2008, algorithm 3).
package struct LinearMachine: Sendable {
  /// Looks at all turns, at most.
  package var epochs = 100
  /// How far the slopes of the worst turns may be apart before the weights are taken for found.
  package var tolerance: Float = 0.02

  package init() {}

  /// The weights, one for each row; the same for the same seed.
  ///
  /// - Parameters:
  ///   - sides: for each vector 1 or -1, or 0 where it is not looked at.
  ///   - costs: for each vector what it costs to stand on the wrong side.
  package func weights(
    of vectors: SparseVectors, sides: [Float], costs: [Float], rows: Int, seed: UInt64
  ) -> [Float] {
    var weights = [Float](repeating: 0, count: rows)
    var order = sides.indices.filter { sides[$0] != 0 }
    var duals = [Float](repeating: 0, count: sides.count)
    var random = SplitMix(seed: seed)
    var active = order.count
    var limit = Float.infinity
    for _ in 0..<epochs {
      var (highest, lowest) = (-Float.infinity, Float.infinity)
      for at in 0..<active { order.swapAt(at, at + Int(random.next() % UInt64(active - at))) }
      var at = 0
      while at < active {
        let vector = order[at]
        let slack = 0.5 / costs[vector]
        let slope = sides[vector] * vectors.product(vector, weights) - 1 + duals[vector] * slack
        if duals[vector] == 0, slope > limit {
          // Far on its own side: not looked at again until the others are settled.
          active -= 1
          order.swapAt(at, active)
          continue
        }
        at += 1
        let step = duals[vector] == 0 ? min(slope, 0) : slope
        (highest, lowest) = (max(highest, step), min(lowest, step))
        guard step != 0 else { continue }
        let dual = max(0, duals[vector] - slope / (vectors.squares[vector] + slack))
        vectors.add(vector, (dual - duals[vector]) * sides[vector], to: &weights)
        duals[vector] = dual
      }
      if highest - lowest <= tolerance {
        guard active < order.count else { break }
        (active, limit) = (order.count, .infinity)
      } else {
        limit = highest > 0 ? highest : .infinity
      }
    }
    return weights
  }
}

/// Sparse vectors, one behind the other.
package struct SparseVectors: Sendable {
  private var rows: [Int32] = []
  private var values: [Float] = []
  private var ends: [Int] = [0]
  /// The squared length of each vector.
  package private(set) var squares: [Float] = []

  package init() {}

  /// Adds a vector; no row may occur twice.
  package mutating func append(_ vector: [(row: Int32, value: Float)]) {
    rows += vector.map(\.row)
    values += vector.map(\.value)
    ends.append(rows.count)
    squares.append(vector.reduce(0) { $0 + $1.value * $1.value })
  }

  /// A vector times the weights of its rows.
  package func product(_ vector: Int, _ weights: [Float]) -> Float {
    let (rows, values, weights) = (rows.span, values.span, weights.span)
    var sum: Float = 0
    for at in ends[vector]..<ends[vector + 1] { sum += values[at] * weights[Int(rows[at])] }
    return sum
  }

  /// Adds a multiple of a vector to the weights of its rows.
  package func add(_ vector: Int, _ factor: Float, to weights: inout [Float]) {
    let (rows, values) = (rows.span, values.span)
    var weights = weights.mutableSpan
    for at in ends[vector]..<ends[vector + 1] { weights[Int(rows[at])] += factor * values[at] }
  }
}
