import CData
import ChatModel
import Dispatch
import Synchronization

/// How one kind of export is read: data, one small file each, of which a user can write another.
///
/// The syntax is described in `CData/files/presets/README.md`.
public struct Preset: Sendable {
  /// The form of the records.
  public enum Format: String, Sendable, CaseIterable {
    /// One JSON value a line.
    case jsonl
    /// JSON values over any number of lines, or one array of them.
    case json
    /// Comma-separated (or semicolon, tab, bar, found by itself).
    case csv
    /// Tab-separated.
    case tsv
  }

  /// Where a field comes from.
  struct Source: Sendable {
    /// One place a value may stand, and what raw values there mean.
    struct Choice: Sendable {
      var path: ValuePath
      var words = ValueWords([:])
    }

    /// The first that has a value counts.
    var choices: [Choice]
    /// Put between the values of all choices, which are then joined.
    var joiner: String?
    /// Taken where nothing else gave a value.
    var fallback: String?
    var isHTML = false

    init(_ paths: ValuePath..., fallback: String? = nil) {
      choices = paths.map { Choice(path: $0) }
      self.fallback = fallback
    }

    /// The key or column that the field is, as it is.
    var plainKey: [UInt8]? {
      choices.count == 1 && joiner == nil && choices[0].words.isEmpty && !isHTML ? choices[0].path.plainKey : nil
    }
  }

  /// One step from a JSON value down to its records.
  struct Level: Sendable {
    /// As it was written.
    var name: String
    /// Ways of keys to a value or an array of them; all that are there are gone through, in order.
    var paths: [[[UInt8]]]
    /// Whether a value without any of them stands for itself.
    var isOptional: Bool
  }

  /// What must be there for the preset to be recognised.
  struct Mark: Sendable {
    /// One of these paths must have a value.
    var paths: [ValuePath]
    /// What the value must be one of; empty for any.
    var values: [String]
  }

  /// How conversations are made of messages that only name the message they answer.
  struct Replies: Sendable {
    /// The message, the one it answers, its author, and the conversation where the export does name it.
    var id, to: ValuePath
    var author, within: ValuePath?
    /// Who the author of a conversation's first message is, where nothing else tells; and who all others are.
    var opener: Speaker?
    var others = Speaker.agent

    var paths: [ValuePath] { [id, to] + [author, within].compactMap { $0 } }
  }

  public var name: String
  public var about: String
  public var format: Format
  /// Whether the same fields may come in any format, which the content then shows.
  var hasAnyFormat = false
  /// Whether a CSV or TSV file begins with a header.
  public var hasHeader = true
  /// The columns of a file without a header.
  var columns: [String] = []
  /// The way from a JSON value down to its records; empty when the value is a record.
  var each: [Level] = []
  /// Whether arrays of records run from the newest to the oldest.
  var isNewestFirst = false
  var replies: Replies?
  var fields: [Field: Source]
  /// Cells and strings that mean "no value".
  var missing: Set<String> = []
  var marks: [Mark] = []

  init(name: String, about: String, format: Format, fields: [Field: Source]) {
    (self.name, self.about, self.format, self.fields) = (name, about, format, fields)
  }

  /// The canonical record: every field under its own name.
  public static let canonical: Preset = {
    let fields = Field.allCases.map { ($0, Source(ValuePath(plain: $0.name))) }
    var preset = Preset(
      name: "canonical", about: "duxin's own record, one turn a line", format: .jsonl,
      fields: Dictionary(uniqueKeysWithValues: fields))
    preset.marks = Field.required.map { Mark(paths: [ValuePath(plain: $0.name)], values: []) }
    return preset
  }()

  /// The presets that ship, by name; ``canonical`` first.
  ///
  /// They are read on all cores, for the start waits for it.
  public static let shipped: [Preset] = {
    let found = Mutex([Preset?](repeating: nil, count: names.count - 1))
    DispatchQueue.concurrentPerform(iterations: names.count - 1) { index in
      guard let file = unsafe cdata_presets(index) else { return }
      let bytes = unsafe UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count)
      let name = unsafe String(cString: file.pointee.name)
      // A shipped file that does not parse fails the tests, which load every one.
      let preset = try? Preset(yaml: unsafe String(decoding: bytes, as: UTF8.self), file: name)
      found.withLock { $0[index] = preset }
    }
    return [canonical] + found.withLock { $0.compactMap(\.self) }
  }()

  /// The names of the presets that ship: those of their files, which need not be read for it.
  public static let names: [String] = {
    var names = [canonical.name]
    while let file = unsafe cdata_presets(names.count - 1) {
      names.append(unsafe String(cString: file.pointee.name).replacing(".yaml", with: ""))
    }
    return names
  }()

  /// The shipped presets in the order in which they are tried on an unknown export: those that ask for most first.
  static let candidates = shipped.filter { !$0.marks.isEmpty }.enumerated()
    .sorted { (-$0.element.marks.count, $0.offset) < (-$1.element.marks.count, $1.offset) }.map(\.element)

  /// The preset a user names: a shipped one, or a file of their own.
  ///
  /// - Parameter isOfOrders: it reads orders, and its fields are those of ``OrderField``.
  /// - Throws: ``ReadError`` when there is none, or when the file is wrong; then with its line and key.
  public static func named(_ name: String, isOfOrders: Bool = false) throws(ReadError) -> Preset {
    let shipped = isOfOrders ? [orders] : shipped
    if let preset = shipped.first(where: { $0.name == name }) { return preset }
    guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else {
      let known = shipped.map(\.name).joined(separator: ", ")
      throw ReadError(
        code: "unknown-preset", path: name,
        message: "there is no preset of this name; there are \(known), or a file FILE.yaml of your own")
    }
    let source = try ByteSource(path: name)
    var bytes: [UInt8] = []
    while try source.read(into: &bytes) > 0 {}
    return try Preset(yaml: String(decoding: bytes, as: UTF8.self), file: name, isOfOrders: isOfOrders)
  }

  /// Another name for a field, over that of the preset: `--map text=content`.
  public mutating func map(_ field: Field, to name: String) {
    fields[field] = Source(ValuePath(name) ?? ValuePath(plain: name))
  }

  /// The preset that reads of each message only what reply chains are made of; see ``ReplyChains``.
  var scout: Preset? {
    guard let replies else { return nil }
    var scout = self
    scout.fields = [
      .conversationID: Source(replies.id), .messageID: Source(replies.to),
      .text: Source(fallback: ""), .speaker: Source(fallback: "system"),
    ]
    scout.fields[.timestamp] = fields[.timestamp]
    scout.fields[.speakerID] = replies.author.map { Source($0) }
    scout.fields[.shop] = replies.within.map { Source($0) }
    return scout
  }
}
