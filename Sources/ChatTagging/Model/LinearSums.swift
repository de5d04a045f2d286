import CModel

/// What a text, a frame or signals add to the outputs by the linear part of a model; reused from one to the next.
struct LinearSums {
  private var rows: [UInt32] = []
  private var sums = [Int32](repeating: 0, count: LinearTable.outputCount)

  /// Puts what these features of a block add into `shares`, from `place` on.
  ///
  /// - Parameter isPart: whether the block has more features than these: then the sum keeps its length.
  /// - Returns: the sum of the squared weights of the features.
  mutating func write(
    _ keys: some Sequence<UInt32>, of block: FeatureBlock, isPart: Bool, _ linear: LinearTable,
    to shares: inout [Float], at place: Int
  ) -> Float {
    let squares = linear.findRows(of: keys, in: block, into: &rows)
    let norm = isPart ? 1 : LinearTable.norm(squares, of: block)
    for at in sums.indices { sums[at] = 0 }
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe shares.withUnsafeMutableBufferPointer { shares in
        unsafe linear.table.scales.withUnsafeBytes { scales in
          guard let sums = sums.baseAddress, let shares = shares.baseAddress else { return }
          unsafe linear.table.add(rows, to: sums)
          unsafe cmodel_scale(
            sums, scales.bindMemory(to: Float.self).baseAddress, norm, LinearTable.outputCount, shares + place)
        }
      }
    }
    return squares
  }
}
