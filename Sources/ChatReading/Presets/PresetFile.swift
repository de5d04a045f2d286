import ChatModel
import Yams

extension Preset {
  /// Reads a preset file.
  ///
  /// - Parameters:
  ///   - file: its name, for messages.
  ///   - isOfOrders: its fields are those of ``OrderField``.
  /// - Throws: ``ReadError`` that says which key of which line is wrong.
  init(yaml: String, file: String, isOfOrders: Bool = false) throws(ReadError) {
    let root: Node?
    do { root = try Yams.compose(yaml: yaml, .basic, .default, .utf8) } catch {
      let line = (error as? YamlError).flatMap(Self.line) ?? 1
      throw ReadError(code: "bad-preset", path: file, message: "line \(line): this is no valid YAML")
    }
    let top = Entry(root ?? Node(""), name: "the file", file: file)
    try top.allow(
      "name", "about", "format", "header", "columns", "each", "order", "replies", "fields", "missing", "detect")
    let form = try top.need("format")
    guard let format = Format(rawValue: try form.text()) else {
      throw form.wrong("is one of \(Format.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    var fields: [Field: Source] = [:]
    let entries = try top.need("fields")
    for (name, entry) in try entries.pairs() {
      guard let places = isOfOrders ? OrderField(name: name)?.places : Field(name: name).map({ [$0] }) else {
        let known = isOfOrders ? OrderField.names : Field.names
        throw entry.wrong("is no field; there are \(known.joined(separator: ", "))")
      }
      for place in places { fields[place] = try Source(entry) }
    }
    if isOfOrders {
      fields[.speaker] = Source(fallback: Speaker.system.name)
      fields[.text]?.fallback = ""
    }
    for field in Field.required where fields[field] == nil {
      let name = isOfOrders ? OrderField.allCases.first { $0.places.contains(field) }?.name ?? "" : field.name
      throw entries.wrong("lacks the field '\(name)'")
    }
    self.init(name: try top.need("name").text(), about: try top.need("about").text(), format: format, fields: fields)
    if let header = try top["header"] { hasHeader = try header.flag() }
    if let list = try top["columns"] { columns = try list.texts() }
    if let list = try top["each"] { each = try list.items().map { entry throws(ReadError) in try Level(entry) } }
    if let order = try top["order"] {
      let word = try order.text()
      guard word == "newest-first" || word == "oldest-first" else {
        throw order.wrong("is newest-first or oldest-first")
      }
      isNewestFirst = word == "newest-first"
    }
    if let entry = try top["replies"] { replies = try Replies(entry) }
    if let list = try top["missing"] { missing = Set(try list.texts()) }
    if let list = try top["detect"] { marks = try Mark.list(list) }
    if !hasHeader && columns.isEmpty { throw top.wrong("has 'header: false', so 'columns' must name the columns") }
  }

  private static func line(of error: YamlError) -> Int? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    default: nil
    }
  }
}

extension Preset.Source {
  fileprivate init(_ entry: Entry) throws(ReadError) {
    self.init()
    guard entry.isMapping else {
      choices = [Choice(path: try entry.path())]
      return
    }
    try entry.allow("from", "join", "values", "html", "otherwise")
    let words = try entry["values"]?.words() ?? ValueWords([:])
    for item in try entry["from"]?.items() ?? [] {
      if item.isMapping {
        try item.allow("path", "values")
        choices.append(Choice(path: try item.need("path").path(), words: try item["values"]?.words() ?? words))
      } else {
        choices.append(Choice(path: try item.path(), words: words))
      }
    }
    if let join = try entry["join"] { joiner = try join.text() }
    if let html = try entry["html"] { isHTML = try html.flag() }
    if let otherwise = try entry["otherwise"] { fallback = try otherwise.text() }
    if choices.isEmpty && fallback == nil { throw entry.wrong("needs 'from' or 'otherwise'") }
  }
}

extension Preset.Level {
  /// `chats`, `conversations?`, or a list of ways that are gone through one after another.
  fileprivate init(_ entry: Entry) throws(ReadError) {
    let texts = try entry.texts()
    let names = texts.map { $0.hasSuffix("?") ? String($0.dropLast()) : $0 }
    name = names.joined(separator: "' or '")
    paths = names.map { name in name.split(separator: ".").map { Array($0.utf8) } }
    isOptional = texts.allSatisfy { $0.hasSuffix("?") }
  }
}

extension Preset.Replies {
  fileprivate init(_ entry: Entry) throws(ReadError) {
    try entry.allow("id", "to", "author", "within", "opener", "others")
    self.init(id: try entry.need("id").path(), to: try entry.need("to").path())
    if let path = try entry["author"] { author = try path.path() }
    if let path = try entry["within"] { within = try path.path() }
    func speaker(_ entry: Entry) throws(ReadError) -> Speaker {
      guard let speaker = Speaker(name: try entry.text()) else {
        throw entry.wrong("is one of \(Speaker.names.joined(separator: ", "))")
      }
      return speaker
    }
    if let word = try entry["opener"] { opener = try speaker(word) }
    if let word = try entry["others"] { others = try speaker(word) }
  }
}

extension Preset.Mark {
  /// A list of paths (or of lists, of which one path is enough), or a mapping from a path to what its value must be one of.
  fileprivate static func list(_ entry: Entry) throws(ReadError) -> [Self] {
    var marks: [Self] = []
    if entry.isMapping {
      for (name, values) in try entry.pairs() {
        marks.append(Self(paths: [try values.path(of: name)], values: try values.texts()))
      }
    } else {
      for item in try entry.items() {
        marks.append(Self(paths: try item.items().map { path throws(ReadError) in try path.path() }, values: []))
      }
    }
    return marks
  }
}

/// One value of a preset file with its name, for messages that say what is wrong where.
private struct Entry {
  private let node: Node
  private let name: String
  private let file: String

  init(_ node: Node, name: String, file: String) { (self.node, self.name, self.file) = (node, name, file) }

  var isMapping: Bool { node.mapping != nil }

  func wrong(_ message: String) -> ReadError {
    ReadError(code: "bad-preset", path: file, message: "line \(node.mark?.line ?? 1): \(name) \(message)")
  }

  func allow(_ keys: String...) throws(ReadError) {
    for (key, entry) in try pairs() where !keys.contains(key) {
      throw entry.wrong("is no key that is known here; there are \(keys.joined(separator: ", "))")
    }
  }

  subscript(key: String) -> Entry? {
    get throws(ReadError) {
      guard let value = node.mapping?[key] else { return nil }
      return inner(value, key)
    }
  }

  func need(_ key: String) throws(ReadError) -> Entry {
    guard let entry = try self[key] else { throw wrong("lacks the key '\(key)'") }
    return entry
  }

  func pairs() throws(ReadError) -> [(key: String, value: Entry)] {
    guard let mapping = node.mapping else { throw wrong("is not a list of 'key: value'") }
    return mapping.map { ($0.key.scalar?.string ?? "", inner($0.value, $0.key.scalar?.string ?? "")) }
  }

  /// The elements of a list; a value that is no list is a list of itself.
  func items() throws(ReadError) -> [Entry] {
    guard let sequence = node.sequence else { return [self] }
    return sequence.map { Entry($0, name: name, file: file) }
  }

  func text() throws(ReadError) -> String {
    guard let scalar = node.scalar else { throw wrong("is not one word or text") }
    return scalar.string
  }

  func texts() throws(ReadError) -> [String] { try items().map { item throws(ReadError) in try item.text() } }

  func flag() throws(ReadError) -> Bool {
    let word = try text()
    guard word == "true" || word == "false" else { throw wrong("is true or false") }
    return word == "true"
  }

  /// Raw values with their meanings.
  func words() throws(ReadError) -> ValueWords {
    var words: [String: String] = [:]
    for (word, meaning) in try pairs() { words[word] = try meaning.text() }
    return ValueWords(words)
  }

  func path() throws(ReadError) -> ValuePath { try path(of: try text()) }

  func path(of text: String) throws(ReadError) -> ValuePath {
    guard let path = ValuePath(text) else { throw wrong("has a '[' without '=' or ']' in '\(text)'") }
    return path
  }

  private func inner(_ value: Node, _ key: String) -> Entry {
    Entry(value, name: name == "the file" ? "'\(key)'" : name.dropLast() + ".\(key)'", file: file)
  }
}
