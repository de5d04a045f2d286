import ChatTraining
import Testing

/// The machine that parts the turns of one label from all others.
@Suite struct LinearMachineTests {
  /// Vectors of a few rows each whose side is told by rows 0 and 1, not always rightly; the last row all have.
  private static func problem(_ count: Int) -> (vectors: SparseVectors, sides: [Float]) {
    var state: UInt64 = 7
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    var vectors = SparseVectors()
    var sides: [Float] = []
    for _ in 0..<count {
      let side = random(2)
      let told = random(10) == 0 ? 1 - side : side
      let others = Set((0..<4).map { _ in 2 + random(18) }).sorted()
      vectors.append(
        [(Int32(told), 0.7)] + others.map { (Int32($0), Float(1 + random(5)) / 10) } + [(20, 1)])
      sides.append(side == 0 ? 1 : -1)
    }
    return (vectors, sides)
  }

  /// At the least of the objective its slope is 0.
  @Test func weightsAreTheBest() {
    let (vectors, sides) = Self.problem(400)
    var machine = LinearMachine()
    (machine.epochs, machine.tolerance) = (1000, 1e-4)
    let costs = sides.indices.map { $0 % 3 == 0 ? 0.2 : 0.5 as Float }
    let weights = machine.weights(of: vectors, sides: sides, costs: costs, rows: 21, seed: 1)
    var slope = weights
    for vector in sides.indices {
      let loss = max(0, 1 - sides[vector] * vectors.product(vector, weights))
      vectors.add(vector, -2 * costs[vector] * loss * sides[vector], to: &slope)
    }
    #expect(slope.allSatisfy { abs($0) < 0.01 }, "\(slope)")
    #expect(weights[0] > 0.5 && weights[1] < -0.5)
  }

  @Test func vectorsOfNoSideAreNotLookedAt() {
    let (vectors, sides) = Self.problem(100)
    let half = sides.indices.map { $0 < 50 ? sides[$0] : 0 }
    let few = (0..<50).reduce(into: SparseVectors()) { few, _ in few.append([]) }
    let costs = [Float](repeating: 0.3, count: 100)
    let machine = LinearMachine()
    let weights = machine.weights(of: vectors, sides: half, costs: costs, rows: 21, seed: 1)
    #expect(
      weights
        == machine.weights(
          of: Self.problem(50).vectors, sides: Array(sides.prefix(50)), costs: costs, rows: 21, seed: 1))
    #expect(
      machine.weights(of: few, sides: Array(sides.prefix(50)), costs: costs, rows: 21, seed: 1).allSatisfy { $0 == 0 })
  }
}
