import CModel

/// Sixteen numbers that are worked on together.
package typealias Lane = SIMD16<Float>

/// The sizes of one network; a model is several of one shape, trained apart, whose outputs are averaged.
package struct NetworkShape: Equatable, Sendable {
  /// Lanes of the vector that a network has for a feature, and for a block.
  package var embedding: Int
  /// Lanes of the hidden layer.
  package var hidden: Int

  package init(embedding: Int, hidden: Int) { (self.embedding, self.hidden) = (embedding, hidden) }

  /// Numbers that enter the hidden layer: one vector for each block.
  package var inputs: Int { FeatureBlock.allCases.count * embedding * 16 }
  /// Numbers that leave the hidden layer.
  package var hiddenUnits: Int { hidden * 16 }
  /// Lanes of the outputs.
  package static let outputs = ModelHead.outputCount / 16
}

/// The dense part of the network: block vectors → hidden units (rectified) → one output for each label.
///
/// A matrix holds for each input the lanes of all its outputs.
package struct DenseLayers: Equatable, Sendable {
  package var hidden: [Lane]
  package var hiddenBias: [Lane]
  package var output: [Lane]
  package var outputBias: [Lane]

  /// All weights 0.
  package init(_ shape: NetworkShape) {
    hidden = Array(repeating: .zero, count: shape.inputs * shape.hidden)
    hiddenBias = Array(repeating: .zero, count: shape.hidden)
    output = Array(repeating: .zero, count: shape.hiddenUnits * NetworkShape.outputs)
    outputBias = Array(repeating: .zero, count: NetworkShape.outputs)
  }
}

/// The vectors of features as 8-bit weights, found by the feature's key.
///
/// A row holds the vectors of all networks, one after the other; each column of the table has its scale.
package struct FeatureTable: Equatable, Sendable {
  package let keys: [UInt32]
  /// What the weights of each lane of a row are multiplied with.
  package let scales: [Lane]
  /// Row after row.
  package let weights: RowWeights
  /// Open addressing: 0 = empty, otherwise the key in the high and row + 1 in the low half.
  private let slots: [UInt64]
  /// One bit for the top 18 bits of each key, small enough for the nearest cache: most n-grams are none of the table's.
  private let sieve: [UInt64]

  package init(keys: [UInt32], scales: [Lane], weights: RowWeights) {
    (self.keys, self.scales, self.weights) = (keys, scales, weights)
    var size = 16
    while size < keys.count * 2 { size *= 2 }
    var slots = [UInt64](repeating: 0, count: size)
    var sieve = [UInt64](repeating: 0, count: 1 << 12)
    for (row, key) in keys.enumerated() {
      sieve[Int(key >> 20)] |= 1 << UInt64(key >> 14 & 63)
      var slot = Int(key >> 1) & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = UInt64(key) << 32 | UInt64(row + 1)
    }
    (self.slots, self.sieve) = (slots, sieve)
  }

  /// Quantises rows of `scales.count` lanes.
  package init(keys: [UInt32], rows: [Lane], lanes: Int) {
    var highest = [Lane](repeating: Lane(repeating: 1e-9), count: lanes)
    for (at, lane) in rows.enumerated() {
      let size = lane.replacing(with: -lane, where: lane .< 0)
      highest[at % lanes].replace(with: size, where: size .> highest[at % lanes])
    }
    let scales = highest.map { $0 / 127 }
    let weights = rows.enumerated().flatMap { at, lane in
      let whole = SIMD16<Int8>((lane / scales[at % lanes]).rounded(.toNearestOrEven))
      return (0..<8).flatMap { [whole[$0], whole[$0 + 8]] }
    }
    self.init(keys: keys, scales: scales, weights: RowWeights(weights))
  }

  /// Fills `rows` with the rows of those keys that training kept, in their order.
  func findRows(of keys: [UInt32], into rows: inout [UInt32]) {
    rows.removeAll(keepingCapacity: true)
    rows.append(contentsOf: keys)
    findRows(among: &rows)
  }

  /// Replaces keys by the rows of those that training kept, in their order.
  func findRows(among rows: inout [UInt32]) { rows.removeLast(rows.count - sift(&rows)) }

  /// Replaces keys by the rows of those that training kept; how many there are.
  private func sift(_ rows: inout [UInt32]) -> Int {
    var rows = rows.mutableSpan
    let (sieve, slots) = (sieve.span, slots.span)
    // Without a branch, for nothing could foretell it.
    var candidates = 0
    for at in rows.indices {
      let key = rows[at]
      rows[candidates] = key
      candidates += Int(truncatingIfNeeded: sieve[Int(key >> 20)] >> UInt64(key >> 14 & 63) & 1)
    }
    var found = 0
    for at in 0..<candidates {
      let key = rows[at]
      var slot = Int(key >> 1) & (slots.count - 1)
      while slots[slot] != 0 {
        if UInt32(truncatingIfNeeded: slots[slot] >> 32) == key {
          rows[found] = UInt32(truncatingIfNeeded: slots[slot]) - 1
          found += 1
          break
        }
        slot = (slot + 1) & (slots.count - 1)
      }
    }
    return found
  }

  /// The sums of rows: 16 numbers for each lane.
  package func sum(of rows: [UInt32]) -> [Float] {
    var sums = [Int32](repeating: 0, count: 16 * scales.count)
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      if let sums = sums.baseAddress { unsafe add(rows, to: sums) }
    }
    return sums.enumerated().map { Float($1) * scales[$0 / 16][$0 % 16] }
  }

  /// Adds rows to `sums`, which has 16 numbers for each lane of ``scales``.
  func add(_ rows: [UInt32], to sums: UnsafeMutablePointer<Int32>) {
    unsafe weights.withBytes { weights in
      unsafe rows.withUnsafeBufferPointer { rows in
        unsafe cmodel_add_rows(weights.baseAddress, scales.count, rows.baseAddress, rows.count, sums)
      }
    }
  }
}
