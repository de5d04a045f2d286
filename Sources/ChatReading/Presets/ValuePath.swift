/// Where a value stands in a record, as a preset writes it.
///
/// `a.b.c` keys from outside in; arrays on the way are gone through. `^a` in the enclosing value. `a[k=v].b` only where
/// `k` of `a` is `v`, or is the value at another path with `v` written `@path`; `[k=v].b` the same for the record itself.
/// `$file` the file's name, `$place` with the line of the record, `$index` the position in its array from 0.
struct ValuePath: Sendable, Hashable {
  enum Origin: Sendable, Hashable {
    /// The record, or the value so many levels outside of it.
    case value(levelsUp: Int)
    /// A column of a table, from 0.
    case column(Int)
    case file, place, index
  }

  struct Step: Sendable, Hashable {
    /// Empty: the value itself.
    var key: [UInt8]
    var filter: Filter?
  }

  struct Filter: Sendable, Hashable {
    /// The keys down to the member that is compared.
    var member: [[UInt8]]
    /// The column of the member in a table, once known.
    var column: Int?
    var literal: [UInt8]
    /// Keys of the record that hold what the member is compared with, instead of `literal`.
    var reference: [[UInt8]]?
  }

  /// As it was written.
  let text: String
  var origin: Origin
  var steps: [Step] = []

  /// Reads a path; nil when a bracket is not closed or holds no `=`.
  init?(_ text: String) {
    self.text = text
    switch text {
    case "$file": origin = .file
    case "$place": origin = .place
    case "$index": origin = .index
    default:
      origin = .value(levelsUp: text.prefix { $0 == "^" }.count)
      for part in Self.split(text.drop { $0 == "^" }) {
        guard let step = Self.step(part) else { return nil }
        steps.append(step)
      }
    }
  }

  /// The path of one key that is taken as it is, dots and brackets too.
  init(plain key: String) {
    (text, origin) = (key, .value(levelsUp: 0))
    steps = [Step(key: Array(key.utf8))]
  }

  /// The one key of a path that is nothing but a key of the record.
  var plainKey: [UInt8]? {
    guard origin == .value(levelsUp: 0), steps.count == 1, steps[0].filter == nil else { return nil }
    return steps[0].key
  }

  /// The first key looked at in the record itself, if any.
  var firstKey: [UInt8]? {
    guard origin == .value(levelsUp: 0), let first = steps.first else { return nil }
    return first.key.isEmpty && steps.count > 1 ? steps[1].key : first.key
  }

  /// Parts between dots outside of brackets.
  private static func split(_ text: Substring) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var depth = 0
    for index in text.indices {
      if text[index] == "[" { depth += 1 } else if text[index] == "]" { depth -= 1 }
      if text[index] == "." && depth == 0 {
        parts.append(text[start..<index])
        start = text.index(after: index)
      }
    }
    return parts + [text[start...]]
  }

  private static func step(_ part: Substring) -> Step? {
    guard let open = part.firstIndex(of: "[") else { return part.contains("]") ? nil : Step(key: Array(part.utf8)) }
    let inside = part[part.index(after: open)...]
    guard inside.last == "]", let equals = inside.firstIndex(of: "=") else { return nil }
    func keys(_ text: Substring) -> [[UInt8]] { text.split(separator: ".").map { Array($0.utf8) } }
    let value = inside[inside.index(after: equals)...].dropLast()
    let filter = Filter(
      member: keys(inside[..<equals]), literal: Array(value.utf8),
      reference: value.hasPrefix("@") ? keys(value.dropFirst()) : nil)
    return Step(key: Array(part[..<open].utf8), filter: filter)
  }
}
