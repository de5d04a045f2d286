import Foundation

/// The target that `FUZZ_TARGET` names.
private let target: @Sendable ([UInt8]) -> Void =
  switch ProcessInfo.processInfo.environment["FUZZ_TARGET"] {
  case "json": FuzzTargets.json
  case "csv": FuzzTargets.csv
  case "gzip": FuzzTargets.gzip
  case let name: preconditionFailure("FUZZ_TARGET is json, csv or gzip, not '\(name ?? "")'")
  }

/// What libFuzzer calls with each input.
@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  unsafe target(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
