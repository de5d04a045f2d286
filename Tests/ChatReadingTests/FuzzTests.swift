import Foundation
import Testing

@testable import ChatReading

/// A short run of the fuzz targets over mutated samples, the same every time.
@Suite struct FuzzTests {
  /// SplitMix64 (Steele, Lea, Flood 2014).
  private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
      return word ^ word >> 31
    }
  }

  private static let pieces: [[UInt8]] =
    [
      "\"", "\\", "{", "}", "[", "]", ",", ":", "\n", "\r\n", "\r", ";", "\t", "\u{FEFF}", "null", "1e999", "\\ud800",
      "\"\"",
    ].map { Array($0.utf8) } + [[0], [0xFF], [0xE4, 0xBD]]

  /// `DUXIN_FUZZ_ROUNDS` makes it a long run.
  private static let rounds = ProcessInfo.processInfo.environment["DUXIN_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 20

  @Test(arguments: 0..<20) func mutatedSamplesNeverBreakALaw(seed: Int) {
    var random = Random(state: UInt64(seed))
    let samples = ReadingLawTests.cases
    for _ in 0..<Self.rounds {
      var bytes = Array(samples[Int.random(in: 0..<samples.count, using: &random)].text.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...8, using: &random))
        bytes.replaceSubrange(place..<end, with: Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)])
      }
      FuzzTargets.json(bytes)
      FuzzTargets.csv(bytes)
    }
  }
}
