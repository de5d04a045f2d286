/// The 8-bit weights of a table's rows: in an array of their own, or where they stand in the model file inside the
/// program, so that starting it does not copy them.
///
/// A lane is 16 bytes: unit 0, unit 8, unit 1, unit 9 and so on, so that they add up fast.
@safe package struct RowWeights: Equatable, @unchecked Sendable {
  private let own: [Int8]
  private let standing: UnsafeBufferPointer<Int8>?

  init(_ own: [Int8]) { unsafe (self.own, standing) = (own, nil) }

  /// - Parameter bytes: nobody changes or frees them as long as the program runs.
  init(standing bytes: UnsafeBufferPointer<UInt8>) {
    own = []
    unsafe standing = UnsafeRawBufferPointer(bytes).bindMemory(to: Int8.self)
  }

  /// One weight; `lane` counts the lanes of all rows.
  subscript(lane lane: Int, unit: Int) -> Int8 {
    let at = lane * 16 + (unit < 8 ? 2 * unit : 2 * unit - 15)
    return unsafe standing?[at] ?? own[at]
  }

  /// Lends all of them, row after row.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<Int8>) -> Result) -> Result {
    if let standing = unsafe standing { return unsafe body(standing) }
    return unsafe own.withUnsafeBufferPointer { unsafe body($0) }
  }

  package static func == (left: RowWeights, right: RowWeights) -> Bool {
    unsafe left.withBytes { left in unsafe right.withBytes { right in unsafe left.elementsEqual(right) } }
  }
}
