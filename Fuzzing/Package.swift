// swift-tools-version: 6.2
// The fuzz targets of Tests/ChatReadingTests under libFuzzer. A package of its own, so that the usual build knows
// nothing of it: see README.md beside it, and `make fuzz`.
import PackageDescription

let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "duxin", path: "..")],
  targets: [
    .executableTarget(
      name: "Fuzz", dependencies: [.product(name: "ChatReading", package: "duxin")],
      swiftSettings: [
        .treatAllWarnings(as: .error),
        .strictMemorySafety(),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        // libFuzzer brings the main function.
        .unsafeFlags(["-parse-as-library"]),
      ])
  ],
  swiftLanguageModes: [.v6]
)
