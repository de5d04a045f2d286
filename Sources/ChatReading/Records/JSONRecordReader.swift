import ChatModel

/// Reads the records that JSON values are or hold into a builder.
struct JSONRecordReader: Sendable {
  /// Fields that are one plain key: taken in one walk over the members, without a String or an array.
  private let plain: [(key: [UInt8], field: Field)]
  private let recipes: [FieldRecipe]
  /// First keys of the recipes and of the marks: known, so not counted as unknown.
  private let otherKeys: [[UInt8]]
  private let each: [Preset.Level]
  private let isNewestFirst: Bool
  private let file: String

  init(_ preset: Preset, path: String) {
    var plain: [(key: [UInt8], field: Field)] = []
    var recipes: [FieldRecipe] = []
    for field in Field.allCases {
      guard let source = preset.fields[field] else { continue }
      // A key that gives two fields is plain for the first of them.
      if let key = source.plainKey, !plain.contains(where: { $0.key == key }) {
        plain.append((key, field))
      } else {
        recipes.append(FieldRecipe(field: field, source: source))
      }
    }
    (self.plain, self.recipes) = (plain, recipes)
    let paths =
      recipes.flatMap { $0.source.choices.map(\.path) } + preset.marks.flatMap(\.paths) + (preset.replies?.paths ?? [])
    otherKeys = paths.compactMap(\.firstKey)
    (each, isNewestFirst) = (preset.each, preset.isNewestFirst)
    file = path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The value being read, and where it stands.
  private struct Place {
    var line: Int64
    var byte: Int64
    var raw: ArraySlice<UInt8>
  }

  /// Reads one JSON value, which is a record or holds records.
  ///
  /// - Parameter line: of its first byte, from 1.
  func read(
    _ range: Range<Int>, of chunk: RecordChunk, line: Int64, parser: JSONParser, into builder: inout RecordBuilder
  ) {
    let place = Place(line: line, byte: chunk.firstByte + Int64(range.lowerBound), raw: chunk.bytes[range])
    let error = parser.parse(range, of: chunk.bytes) { root in
      var index = 0
      walk(root, parents: [], depth: 0, index: &index, place, into: &builder)
    }
    if let error {
      builder.begin(line: line, byte: place.byte)
      builder.reject("json-syntax", "is not valid JSON: \(error)")
      builder.end(raw: place.raw)
    }
  }

  /// Goes down the arrays that hold the records.
  private func walk(
    _ value: JSONValue, parents: [JSONValue], depth: Int, index: inout Int, _ place: Place,
    into builder: inout RecordBuilder
  ) {
    if value.kind == .array {
      var elements: [JSONValue] = []
      value.forEachElement { elements.append($0) }
      if isNewestFirst && depth == each.count { elements.reverse() }
      for element in elements {
        walk(element, parents: parents, depth: depth, index: &index, place, into: &builder)
      }
    } else if depth == each.count {
      read(value, parents: parents, index: index, place, into: &builder)
      index += 1
    } else {
      var isHolding = false
      var inside = 0
      for path in each[depth].paths {
        guard let inner = value.member(path), inner.kind != .null else { continue }
        isHolding = true
        walk(inner, parents: [value] + parents, depth: depth + 1, index: &inside, place, into: &builder)
      }
      if isHolding { return }
      if each[depth].isOptional {
        walk(value, parents: parents, depth: depth + 1, index: &index, place, into: &builder)
      } else {
        builder.begin(line: place.line, byte: place.byte)
        builder.reject("missing-field", "the record has no '\(each[depth].name)' with messages in it")
        builder.end(raw: place.raw)
      }
    }
  }

  private func read(
    _ record: JSONValue, parents: [JSONValue], index: Int, _ place: Place, into builder: inout RecordBuilder
  ) {
    builder.begin(line: place.line, byte: place.byte, part: parents.isEmpty ? nil : index + 1)
    if record.kind == .object {
      record.forEachMember { key, value in
        key.withBytes { bytes in
          if let field = field(of: bytes) {
            set(field, value, into: &builder)
          } else if !otherKeys.contains(where: { bytes.equals($0) }) {
            builder.unknown(bytes)
          }
        }
      }
      if !recipes.isEmpty {
        let source = JSONSource(record: record, parents: parents, index: index, file: file, line: place.line)
        for recipe in recipes { recipe.fill(source, into: &builder) }
      }
    } else {
      builder.reject("not-a-record", "is a JSON value, but no object")
    }
    builder.end(raw: place.raw)
  }

  private func field(of key: Span<UInt8>) -> Field? {
    for at in plain.indices where key.equals(plain[at].key) { return plain[at].field }
    return nil
  }

  private func set(_ field: Field, _ value: JSONValue, into builder: inout RecordBuilder) {
    switch value.kind {
    case .string: value.withBytes { builder.set(field, $0) }
    case .integer: builder.set(field, integer: value.integer)
    case .real: builder.set(field, real: value.real)
    case .unsigned, .bool:
      var text: [UInt8] = []
      _ = value.append(to: &text)
      builder.set(field, text.span)
    case .null where field == .turn: builder.reject("bad-turn", "the turn is null")
    case .null: break
    case .object, .array: builder.reject("bad-type", "\(field.name) is an object or an array, not a text")
    }
  }
}
