internal import CData

/// The shipped word files: keys with lists of words, all files together.
struct WordFile {
  private var lists: [String: [String]] = [:]

  /// Reads every file of `CData/files/privacy`.
  static let shipped: WordFile = {
    var words = WordFile()
    var index = 0
    while let file = unsafe cdata_privacy(index) {
      let bytes = unsafe UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count)
      words.read(unsafe String(decoding: bytes, as: UTF8.self))
      index += 1
    }
    return words
  }()

  /// Adds lines `key: word word …`; `#` begins a comment line.
  private mutating func read(_ text: String) {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      lists[String(line[..<colon]), default: []] += line[line.index(after: colon)...].split(separator: " ").map(
        String.init)
    }
  }

  /// The words of a key, as written.
  subscript(key: String) -> [String] { lists[key] ?? [] }

  /// The words of a key as units.
  func units(_ key: String) -> [[UInt32]] { self[key].map(Self.units(of:)) }

  /// A word folded like a text, `_` as a space, `\n` as a line break.
  static func units(of word: String) -> [UInt32] {
    if word == "\\n" { return [.newline] }
    return word.unicodeScalars.map { $0 == "_" ? .space : foldWidth($0.value).lowercased }
  }
}
