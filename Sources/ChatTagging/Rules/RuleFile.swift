import CData

/// One file of words and rules, as YAML text; the syntax is described in `CData/files/rules/README.md`.
public struct RuleFile: Sendable {
  /// The name that messages show, such as `intents-order.yaml`.
  public var name: String
  public var yaml: String

  public init(name: String, yaml: String) { (self.name, self.yaml) = (name, yaml) }

  /// The files that ship inside the binary, by name.
  public static let shipped: [RuleFile] = {
    var files: [RuleFile] = []
    while let file = unsafe cdata_rules(files.count) {
      let bytes = unsafe UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count)
      let name = unsafe String(cString: file.pointee.name)
      files.append(RuleFile(name: name, yaml: unsafe String(decoding: bytes, as: UTF8.self)))
    }
    return files
  }()
}

extension RuleFile {
  /// The first 8 hexadecimal digits of the 64-bit FNV-1a hash of all names and texts.
  static func hash(of files: [RuleFile]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for file in files {
      // Without folders: the same files elsewhere are the same rules.
      for text in [String(file.name.split(separator: "/").last ?? ""), file.yaml] {
        let bytes = text.utf8.span
        for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
        hash = (hash ^ 0xFF) &* 0x100_0000_01B3
      }
    }
    let digits = String(hash, radix: 16)
    return String((String(repeating: "0", count: 16 - digits.count) + digits).prefix(8))
  }
}
