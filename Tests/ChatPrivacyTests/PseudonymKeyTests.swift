import ChatPrivacy
import Foundation
import Testing

/// The key file: made once, read again, and refused when it cannot be trusted.
@Suite struct PseudonymKeyTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "key-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func digest(_ key: PseudonymKey) -> [UInt8] { key.digest(of: [1], in: .customer) }

  @Test func aKeyIsMadeOnceAndOnlyItsOwnerReadsIt() throws {
    try withFolder { folder in
      let path = "\(folder)/key"
      let made = try PseudonymKey.loadOrCreate(at: path)
      let read = try PseudonymKey.loadOrCreate(at: path)
      #expect(digest(made) == digest(read))
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      #expect(attributes[.size] as? Int == PseudonymKey.size)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["key"], "no draft is left")
      let other = try PseudonymKey.loadOrCreate(at: "\(folder)/other")
      #expect(digest(other) != digest(made), "keys are random")
    }
  }

  @Test func runsThatStartTogetherShareOneKey() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "key-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "key").path
    let digests = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<16 { group.addTask { try PseudonymKey.loadOrCreate(at: path).digest(of: [1], in: .customer) } }
      return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
    }
    #expect(digests.count == 1)
  }

  @Test(arguments: [
    (0, 0o600, "key-size", "an empty file is no fresh start"),
    (31, 0o600, "key-size", "a byte is missing"),
    (33, 0o600, "key-size", "a byte too many"),
    (32, 0o640, "key-readable-by-others", "the group can read it"),
    (32, 0o604, "key-readable-by-others", "everybody can read it"),
  ])
  func aFileThatCannotBeTrustedIsRefusedAndKept(size: Int, mode: Int, code: String, reason: String) throws {
    try withFolder { folder in
      let path = "\(folder)/key"
      let bytes = Data(repeating: 9, count: size)
      try bytes.write(to: URL(filePath: path))
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let error = #expect(throws: PrivacyError.self, "\(reason)") { try PseudonymKey.loadOrCreate(at: path) }
      #expect(error?.code == code)
      #expect(FileManager.default.contents(atPath: path) == bytes)
    }
  }

  @Test func aFolderIsNoKeyAndAMissingFolderSaysSo() throws {
    try withFolder { folder in
      #expect(throws: PrivacyError.self) { try PseudonymKey.loadOrCreate(at: folder) }
      let error = #expect(throws: PrivacyError.self) { try PseudonymKey.loadOrCreate(at: "\(folder)/none/key") }
      #expect(error?.code == "key-unwritable")
      #expect(error?.message.contains("No such file") == true)
    }
  }
}
