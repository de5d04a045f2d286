import ChatModel

/// A record that fields are taken from: a row of a table or a JSON value.
protocol FieldSource {
  /// Appends the text at a path, several texts on lines of their own; false when there is nothing at it.
  func append(_ path: ValuePath, to text: inout [UInt8]) -> Bool
}

/// How one field is made from a record when it is more than one plain key: paths, meanings, joins, HTML.
struct FieldRecipe: Sendable {
  let field: Field
  var source: Preset.Source

  /// Takes the field from a record; nothing when the record has no value for it.
  func fill(_ record: some FieldSource, into builder: inout RecordBuilder) {
    var joined: [UInt8] = []
    var isGiven = false
    for choice in source.choices {
      var value: [UInt8] = []
      guard record.append(choice.path, to: &value), !builder.isMissing(value.span) else { continue }
      if source.isHTML { value = HTMLText.plain(value) }
      if value.isEmpty {
        isGiven = true
        continue
      }
      if !choice.words.isEmpty, let meaning = choice.words.meaning(of: value, in: record) {
        if meaning.isEmpty { continue }
        value = meaning
      }
      if let joiner = source.joiner {
        if !joined.isEmpty { joined += joiner.utf8 }
        joined += value
      } else {
        return builder.set(field, value.span)
      }
    }
    if !joined.isEmpty || isGiven { builder.set(field, joined.span) }
  }
}
