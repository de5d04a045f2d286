import CSimdjson

/// A reusable parser of JSON documents; one for each thread.
@safe final class JSONParser {
  private let parser = unsafe csj_parser_new()

  deinit { unsafe csj_parser_free(parser) }

  /// Parses the bytes of a range of `buffer`, behind which ``padding`` more bytes must stand, and hands the root down.
  ///
  /// - Returns: a sentence on what is no JSON, or nil; `body` is called only when all of it is valid.
  func parse(_ range: Range<Int>, of buffer: [UInt8], _ body: (JSONValue) -> Void) -> String? {
    precondition(range.upperBound + Self.padding <= buffer.count)
    return unsafe buffer.withUnsafeBufferPointer { bytes in
      let error = unsafe csj_parse(parser, bytes.baseAddress! + range.lowerBound, range.count)
      if error != 0 { return unsafe String(cString: csj_message(error)) }
      guard let tape = unsafe csj_tape(parser), let strings = unsafe csj_strings(parser) else { return "no document" }
      body(unsafe JSONValue(tape: tape, strings: strings, index: 1))
      return nil
    }
  }

  /// Bytes that must follow a document in its buffer.
  static let padding = Int(CSJ_PADDING)
}

/// One value on the tape of a parsed document; valid only inside ``JSONParser/parse(_:of:_:)``.
@safe struct JSONValue {
  fileprivate let tape: UnsafePointer<UInt64>
  fileprivate let strings: UnsafePointer<UInt8>
  fileprivate let index: Int

  /// The kind of a value.
  enum Kind { case object, array, string, integer, unsigned, real, bool, null }

  private var word: UInt64 { unsafe tape[index] }
  private var payload: Int { Int(word & 0x00FF_FFFF_FFFF_FFFF) }

  var kind: Kind {
    switch UInt8(word >> 56) {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "l"): .integer
    case UInt8(ascii: "u"): .unsigned
    case UInt8(ascii: "d"): .real
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
    default: .null
    }
  }

  /// Where the next sibling stands on the tape.
  private var end: Int {
    switch kind {
    case .object, .array: payload & 0xFFFF_FFFF
    case .integer, .unsigned, .real: index + 2
    default: index + 1
    }
  }

  private func at(_ index: Int) -> JSONValue { unsafe JSONValue(tape: tape, strings: strings, index: index) }

  /// The unescaped bytes of a string.
  func withBytes<R>(_ body: (Span<UInt8>) -> R) -> R {
    let start = unsafe strings + payload
    let count = unsafe Int(UnsafeRawPointer(start).loadUnaligned(as: UInt32.self))
    return body(unsafe UnsafeBufferPointer(start: start + 4, count: count).span)
  }

  /// The value of an `integer`, or of an `unsigned` that does not fit one.
  var integer: Int64 { unsafe Int64(bitPattern: tape[index + 1]) }
  /// The value of an `unsigned`.
  var unsigned: UInt64 { unsafe tape[index + 1] }
  /// The value of a `bool`.
  var bool: Bool { UInt8(word >> 56) == UInt8(ascii: "t") }

  /// Appends the text of a string, a number or a bool; false for all other kinds.
  func append(to text: inout [UInt8]) -> Bool {
    switch kind {
    case .string: withBytes { bytes in unsafe bytes.withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) } }
    case .integer: text += String(integer).utf8
    case .unsigned: text += String(unsigned).utf8
    case .real: text += String(real).utf8
    case .bool: text += (bool ? "true" : "false").utf8
    case .object, .array, .null: return false
    }
    return true
  }

  /// The number of a `real`.
  var real: Double { unsafe Double(bitPattern: tape[index + 1]) }

  /// Calls `body` with the key and value of each member of an object, in order.
  func forEachMember(_ body: (JSONValue, JSONValue) -> Void) {
    guard kind == .object else { return }
    var position = index + 1
    while position < end - 1 {
      let key = at(position)
      let value = at(position + 1)
      body(key, value)
      position = value.end
    }
  }

  /// Calls `body` with each element of an array, in order.
  func forEachElement(_ body: (JSONValue) -> Void) {
    guard kind == .array else { return }
    var position = index + 1
    while position < end - 1 {
      let value = at(position)
      body(value)
      position = value.end
    }
  }

  /// The first member of an object with this key.
  func member(_ name: [UInt8]) -> JSONValue? {
    guard kind == .object else { return nil }
    var position = index + 1
    while position < end - 1 {
      let value = at(position + 1)
      if at(position).withBytes({ $0.equals(name) }) { return value }
      position = value.end
    }
    return nil
  }

  /// The member down a way of keys.
  func member(_ keys: [[UInt8]]) -> JSONValue? {
    var value: JSONValue? = self
    for key in keys { value = value?.member(key) }
    return value
  }
}
