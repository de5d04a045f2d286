import Foundation
import Testing

/// The built program and the folders that tests run it in.
enum Program {
  /// The package's root folder.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The folder the built executables stand in: the one of the running test bundle, or DUXIN_PRODUCTS.
  static let products = URL(
    filePath: ProcessInfo.processInfo.environment["DUXIN_PRODUCTS"]
      ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path)

  /// The outside data and suites beside the checkout, where this machine has them.
  static let shared: URL? = {
    if let path = ProcessInfo.processInfo.environment["DUXIN_SHARED"] { return URL(filePath: path) }
    let beside = root.deletingLastPathComponent().appending(path: "shared")
    return FileManager.default.fileExists(atPath: beside.path) ? beside : nil
  }()

  /// What one run of a command printed.
  struct Result {
    var status: Int32
    var stdout: Data
    var stderr: Data

    var out: String { String(decoding: stdout, as: UTF8.self) }
    var err: String { String(decoding: stderr, as: UTF8.self) }
  }

  /// Runs a shell command line in a folder, with the built program first on the path.
  static func shell(_ line: String, in folder: URL, environment extra: [String: String] = [:]) throws -> Result {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder
    var environment = ["PATH": "\(products.path):/usr/bin:/bin", "HOME": folder.path, "LC_ALL": "C.UTF-8"]
    environment.merge(extra) { $1 }
    process.environment = environment
    // Files, not pipes: a test may print more than a pipe holds.
    let outFile = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let errFile = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    for file in [outFile, errFile] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    defer { for file in [outFile, errFile] { try? FileManager.default.removeItem(at: file) } }
    process.standardOutput = try FileHandle(forWritingTo: outFile)
    process.standardError = try FileHandle(forWritingTo: errFile)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, stdout: try Data(contentsOf: outFile), stderr: try Data(contentsOf: errFile))
  }

  /// Runs `body` in a new folder that is removed afterwards.
  static func inTemporaryFolder<R>(_ body: (URL) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "duxin-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}
