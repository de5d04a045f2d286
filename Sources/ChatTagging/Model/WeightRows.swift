import Glibc

/// Pairs of 8-bit weights, in memory that suits sums of rows in no foreseeable order: a row of 32 or 64 pairs fills
/// whole cache lines, and the kernel is asked for large pages, so that fewer addresses must be looked up.
package struct WeightRows: Equatable, Sendable {
  private static let pairsOfLine = SIMD32<Int16>.scalarCount

  /// Whole cache lines; what is past the last pair is 0.
  private var lines: [SIMD32<Int16>]
  private let count: Int

  /// So many pairs, which `fill` writes, all of them.
  init(pairs count: Int, fill: (UnsafeMutableRawBufferPointer) -> Void) {
    self.count = count
    let lineCount = (count + Self.pairsOfLine - 1) / Self.pairsOfLine
    lines = unsafe Array(unsafeUninitializedCapacity: lineCount) { lines, initialized in
      let bytes = UnsafeMutableRawBufferPointer(lines)
      unsafe Self.askForLargePages(bytes)
      if lineCount > 0 { unsafe lines[lineCount - 1] = .zero }
      unsafe fill(UnsafeMutableRawBufferPointer(rebasing: bytes[..<(2 * count)]))
      initialized = lineCount
    }
  }

  package subscript(pair: Int) -> Int16 {
    get { lines[pair / Self.pairsOfLine][pair % Self.pairsOfLine] }
    set { lines[pair / Self.pairsOfLine][pair % Self.pairsOfLine] = newValue }
  }

  func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe lines.withUnsafeBytes { unsafe body(UnsafeRawBufferPointer(rebasing: $0[..<(2 * count)])) }
  }

  /// Where the kernel gives none, nothing is lost but a few percent of speed.
  private static func askForLargePages(_ memory: UnsafeMutableRawBufferPointer) {
    guard let start = memory.baseAddress else { return }
    let skipped = -Int(bitPattern: start) & (Int(getpagesize()) - 1)
    if skipped < memory.count { unsafe madvise(start + skipped, memory.count - skipped, MADV_HUGEPAGE) }
  }
}
