import CData

/// How characters and masks are folded before the model sees them: the file `folding.tsv` of the model's data.
package struct TextFolding: Sendable {
  /// The folded form of each scalar of the Basic Multilingual Plane; 0 = leave out.
  private(set) var folded = (0..<0x1_0000).map { UInt16($0) }
  /// FNV-1a hash of what stands between the brackets of a mask → token.
  private(set) var masks: [UInt32: UInt32] = [:]

  /// The folding that ships.
  package static let shipped = unsafe TextFolding(
    ModelData.bytes(of: "folding.tsv").map { unsafe String(decoding: $0, as: UTF8.self) } ?? "")

  /// Reads lines of two columns: characters and the one they fold to, or `[mask]` and its token.
  init(_ text: String) {
    for scalar in 0x41...0x5A { folded[scalar] = UInt16(scalar + 0x20) }
    for scalar in 0xFF01...0xFF5E { folded[scalar] = folded[scalar - 0xFEE0] }
    for scalar in [0x09, 0x0A, 0x0D, 0xA0, 0x3000, 0x2028, 0x2029] { folded[scalar] = 0x20 }
    // Joiners, variation selectors and byte order marks say nothing.
    for scalar in [0x00, 0x200B, 0x200C, 0x200D, 0xFE0E, 0xFE0F, 0xFEFF] { folded[scalar] = 0 }
    var columns: (left: [Unicode.Scalar], right: UInt32?) = ([], nil)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n":
        if let right = columns.right, right != 0, columns.left.first != "#" { fold(columns.left, to: right) }
        columns = ([], nil)
      case "\t": columns.right = 0
      default:
        if columns.right == nil {
          columns.left.append(scalar)
        } else if columns.right == 0 {
          columns.right = scalar.value
        }
      }
    }
  }

  private mutating func fold(_ left: [Unicode.Scalar], to right: UInt32) {
    if left.first == "[" {
      var mask = String.UnicodeScalarView()
      mask.append(contentsOf: left.dropFirst().dropLast())
      masks[String(mask).utf8.reduce(into: FNV.start) { FNV.add(UInt32($1), to: &$0) }] = right
    } else {
      for scalar in left where scalar.value < 0x1_0000 { folded[Int(scalar.value)] = UInt16(truncatingIfNeeded: right) }
    }
  }
}

/// The 32-bit hash of Fowler, Noll and Vo (FNV-1a).
enum FNV {
  static let start: UInt32 = 2_166_136_261
  static func add(_ value: UInt32, to hash: inout UInt32) { hash = (hash ^ value) &* 16_777_619 }
}

/// The embedded files of the model: `folding.tsv`, and `weights.bin` once one was trained.
enum ModelData {
  /// The bytes of the file with this name, which stand there as long as the program runs, or nil.
  static func bytes(of name: String) -> UnsafeBufferPointer<UInt8>? {
    var index = 0
    while let file = unsafe cdata_model(index) {
      if unsafe String(cString: file.pointee.name) == name {
        return unsafe UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count)
      }
      index += 1
    }
    return nil
  }
}
