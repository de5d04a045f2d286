/// What raw values mean, as a preset writes it: `values: {"1": agent, "agent:*": agent, "=^user": customer}`.
///
/// Looked up in this order: the exact value; `=PATH`, the same as the value there; patterns with `*` at one or both ends,
/// the longest first. An empty meaning passes on to the field's next path; a value without a meaning stays as it is.
struct ValueWords: Sendable {
  private struct Pattern: Sendable {
    var part: [UInt8]
    var openStart, openEnd: Bool
    var meaning: [UInt8]

    func fits(_ value: [UInt8]) -> Bool {
      if !openStart { return value.starts(with: part) }
      if !openEnd { return value.count >= part.count && value.suffix(part.count).elementsEqual(part) }
      if part.isEmpty { return true }
      guard value.count >= part.count else { return false }
      return (0...value.count - part.count).contains { value[$0...].starts(with: part) }
    }
  }

  private var exact: [[UInt8]: [UInt8]] = [:]
  private var references: [(path: ValuePath, meaning: [UInt8])] = []
  private var patterns: [Pattern] = []

  /// - Parameter words: in any order; a path that cannot be read is a pattern of itself.
  init(_ words: [String: String]) {
    for (word, meaning) in words.sorted(by: { ($1.key.utf8.count, $0.key) < ($0.key.utf8.count, $1.key) }) {
      let meaning = Array(meaning.utf8)
      if word.hasPrefix("="), let path = ValuePath(String(word.dropFirst())) {
        references.append((path, meaning))
      } else if word.hasPrefix("*") || word.hasSuffix("*") {
        var part = Array(word.utf8)[...]
        while part.first == UInt8(ascii: "*") { part.removeFirst() }
        while part.last == UInt8(ascii: "*") { part.removeLast() }
        patterns.append(
          Pattern(
            part: Array(part), openStart: word.hasPrefix("*"), openEnd: word.hasSuffix("*"), meaning: meaning))
      } else {
        exact[Array(word.utf8)] = meaning
      }
    }
  }

  var isEmpty: Bool { exact.isEmpty && references.isEmpty && patterns.isEmpty }

  /// Calls `body` with each path the words compare with, for it to be bound to a table's columns.
  mutating func forEachPath(_ body: (inout ValuePath) -> Void) {
    for index in references.indices { body(&references[index].path) }
  }

  /// The meaning of a value, or nil when none was given.
  func meaning(of value: [UInt8], in record: some FieldSource) -> [UInt8]? {
    if let meaning = exact[value] { return meaning }
    for (path, meaning) in references {
      var other: [UInt8] = []
      if record.append(path, to: &other), other == value { return meaning }
    }
    return patterns.first { $0.fits(value) }?.meaning
  }
}
