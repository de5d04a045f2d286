/// A JSON record among the values around it, as a source of fields.
struct JSONSource: FieldSource {
  let record: JSONValue
  /// The values that enclose the record, the nearest first.
  let parents: [JSONValue]
  /// The position in its array, from 0.
  let index: Int
  /// The name of the file without its folder, and the line the value begins on, from 1.
  let file: String
  let line: Int64

  func append(_ path: ValuePath, to text: inout [UInt8]) -> Bool {
    switch path.origin {
    case .file: text += file.utf8
    case .place: text += "\(file):\(line)".utf8
    case .index: text += String(index).utf8
    case .column: return false
    case .value:
      var count = 0
      forEach(path) { value in
        let start = text.count
        if count > 0 { text.append(0x0A) }
        if value.append(to: &text) { count += 1 } else { text.removeLast(text.count - start) }
      }
      return count > 0
    }
    return true
  }

  /// Whether there is anything at a path, be it null.
  func has(_ path: ValuePath) -> Bool {
    var found = false
    forEach(path) { _ in found = true }
    return found
  }

  private func forEach(_ path: ValuePath, _ body: (JSONValue) -> Void) {
    guard case .value(let up) = path.origin, up <= parents.count else { return }
    walk(up == 0 ? record : parents[up - 1], path.steps[...], body)
  }

  private func walk(_ value: JSONValue, _ steps: ArraySlice<ValuePath.Step>, _ body: (JSONValue) -> Void) {
    guard let step = steps.first else {
      if value.kind == .array { value.forEachElement(body) } else { body(value) }
      return
    }
    if value.kind == .array { return value.forEachElement { walk($0, steps, body) } }
    guard let next = step.key.isEmpty ? value : value.member(step.key) else { return }
    guard let filter = step.filter else { return walk(next, steps.dropFirst(), body) }
    var wanted = filter.literal
    if let reference = filter.reference {
      wanted.removeAll()
      guard record.member(reference)?.append(to: &wanted) == true else { return }
    }
    if next.kind == .array {
      next.forEachElement { if fits($0, filter, wanted) { walk($0, steps.dropFirst(), body) } }
    } else if fits(next, filter, wanted) {
      walk(next, steps.dropFirst(), body)
    }
  }

  private func fits(_ value: JSONValue, _ filter: ValuePath.Filter, _ wanted: [UInt8]) -> Bool {
    var text: [UInt8] = []
    return value.member(filter.member)?.append(to: &text) == true && text == wanted
  }
}
