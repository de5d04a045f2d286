// swift-tools-version: 6.2
// Floors: ground (ChatModel) ← first (Reading, Privacy, Tagging, Training, Insight, Store, Reporting) ← second
// (Pipeline) ← top (the two executables). An arrow may only point down; Tests/TidyTests reads the imports and holds this.
import PackageDescription

let package = Package(
  name: "duxin",
  products: [
    .executable(name: "duxin", targets: ["duxin"]),
    .executable(name: "duxin-dev", targets: ["duxin-dev"]),
    // For Fuzzing.
    .library(name: "ChatReading", targets: ["ChatReading"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Ground floor: values only.
    .target(name: "ChatModel"),

    // Data and C libraries under the first floor.
    .target(name: "CData", exclude: ["files"]),
    .target(name: "CModel", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
    .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // First floor: each knows the ground floor only.
    .target(
      name: "ChatReading",
      dependencies: [
        "ChatModel", "CData", "CSimdjson", "CZlib", "Yams", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "ChatPrivacy", dependencies: ["ChatModel", "CData", .product(name: "Crypto", package: "swift-crypto")]),
    // Optimised in debug builds too: the model's arithmetic over vectors is a hundred times slower without.
    .target(
      name: "ChatTagging", dependencies: ["ChatModel", "CData", "CModel", "Yams"],
      swiftSettings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .target(
      name: "ChatTraining", dependencies: ["ChatModel", "ChatTagging"],
      swiftSettings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .target(name: "ChatInsight", dependencies: ["ChatModel", "CData"]),
    .target(
      name: "ChatStore",
      dependencies: [
        "ChatModel", "CData", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .target(
      name: "ChatReporting",
      dependencies: [
        "ChatModel", "ChatInsight", "CData", "Yams", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Mustache", package: "swift-mustache"),
      ]),

    // Second floor: the one loop.
    .target(
      name: "ChatPipeline",
      dependencies: [
        "ChatModel", "ChatReading", "ChatPrivacy", "ChatTagging", "ChatTraining", "ChatInsight", "ChatStore",
        "ChatReporting",
      ]),

    // Top floor: the command lines.
    .executableTarget(
      name: "duxin",
      dependencies: [
        "CData", "CMalloc", "ChatModel", "ChatReading", "ChatPrivacy", "ChatTagging", "ChatTraining", "ChatInsight",
        "ChatStore", "ChatReporting", "ChatPipeline", "Yams",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "duxin-dev",
      dependencies: [
        "ChatModel", "ChatPrivacy", "ChatReading", "ChatTagging", "ChatTraining", "ChatStore", "ChatReporting", "CZlib",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["corpus", "dialogues", "schema"]),

    .testTarget(name: "ChatModelTests", dependencies: ["ChatModel"]),
    .testTarget(name: "ChatReadingTests", dependencies: ["ChatReading"], exclude: ["presets"]),
    .testTarget(name: "ChatPrivacyTests", dependencies: ["ChatPrivacy"], exclude: ["cases"]),
    .testTarget(name: "ChatTaggingTests", dependencies: ["ChatTagging"], exclude: ["cases"]),
    .testTarget(name: "ChatTrainingTests", dependencies: ["ChatModel", "ChatTagging", "ChatTraining"]),
    .testTarget(name: "ChatInsightTests", dependencies: ["ChatInsight"], exclude: ["truth"]),
    .testTarget(
      name: "ChatStoreTests", dependencies: ["ChatStore", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(name: "ChatReportingTests", dependencies: ["ChatReporting"], exclude: ["Golden"]),
    .testTarget(name: "ChatPipelineTests", dependencies: ["ChatPipeline"]),
    .testTarget(name: "SynthesizeTests", dependencies: ["ChatModel", "duxin-dev"]),
    // These run the built programs.
    .testTarget(name: "CommandTests", dependencies: ["duxin", "Yams"]),
    .testTarget(name: "TidyTests"),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu2x,
  cxxLanguageStandard: .cxx17
)

// Strict settings for every Swift target, in one place.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
for target in package.targets where !target.name.hasPrefix("C") || target.name.hasPrefix("Chat") {
  target.swiftSettings = (target.swiftSettings ?? []) + strict
}
