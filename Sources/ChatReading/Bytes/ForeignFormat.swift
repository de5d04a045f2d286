/// Files that are no text, by their magic bytes, with what to do about them.
enum ForeignFormat {
  private static let known: [(magic: [UInt8], name: String, advice: String)] = [
    ([0x50, 0x4B, 0x03, 0x04], "a zip archive or an Excel workbook", "unzip it, or save the sheet as CSV UTF-8"),
    ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel or Word file", "save the sheet as CSV UTF-8"),
    ([0x42, 0x5A, 0x68], "a bzip2 archive", "unpack it first (bunzip2)"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive", "unpack it first (unxz)"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive", "unpack it first (zstd -d)"),
    ([0x37, 0x7A, 0xBC, 0xAF], "a 7z archive", "unpack it first (7z x)"),
    ([0x52, 0x61, 0x72, 0x21], "a rar archive", "unpack it first (unrar)"),
    ([0x1F, 0x9D], "a compress(1) archive", "unpack it first (uncompress)"),
    ([0x1F, 0xA0], "a compress(1) archive", "unpack it first (uncompress)"),
    ([0x1F, 0x8B], "gzip inside gzip", "unpack it once first (gunzip)"),
    ([0x25, 0x50, 0x44, 0x46], "a PDF", "export the chats as CSV or JSON"),
    ([0x53, 0x51, 0x4C, 0x69, 0x74, 0x65], "a SQLite database", "export the chats as CSV or JSON"),
    ([0x50, 0x41, 0x52, 0x31], "a Parquet file", "export the chats as CSV or JSON"),
    ([0x89, 0x50, 0x4E, 0x47], "a PNG picture", "export the chats as text"),
  ]

  /// Why these first bytes (of the unpacked file) cannot be read as text, or nil.
  static func refusal(of bytes: [UInt8], path: String) -> ReadError? {
    let isTar = bytes.count > 262 && bytes[257..<262].elementsEqual("ustar".utf8)
    let tar: (magic: [UInt8], name: String, advice: String)? =
      isTar ? ([], "a tar archive", "unpack it first (tar -x)") : nil
    guard let found = known.first(where: { bytes.starts(with: $0.magic) }) ?? tar else { return nil }
    return ReadError(
      code: "not-text", path: path, message: "is \(found.name), not text and not gzip of text; \(found.advice)")
  }
}
