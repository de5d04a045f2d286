/// The plain text of a small piece of HTML, such as the body of a message.
///
/// Tags go, blocks and `<br>` become line ends, scripts and styles are left out, entities are decoded; runs of spaces
/// become one. Not a browser: what is no tag stays as it is.
enum HTMLText {
  private static let blocks: Set<String> = ["br", "p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "blockquote"]
  private static let entities: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ldquo": "“", "rdquo": "”",
    "lsquo": "‘", "rsquo": "’", "hellip": "…", "mdash": "—", "ndash": "–", "yen": "¥", "euro": "€", "pound": "£",
    "copy": "©", "reg": "®", "trade": "™", "deg": "°", "times": "×",
  ]

  /// - Parameter html: UTF-8.
  static func plain(_ html: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var index = 0
    while index < html.count {
      switch html[index] {
      case UInt8(ascii: "<") where tagName(html, index) != nil:
        let name = tagName(html, index) ?? ""
        var end = html[index...].firstIndex(of: UInt8(ascii: ">")) ?? html.count
        if name == "script" || name == "style" { end = endOfElement(html, name, after: end) }
        if blocks.contains(name) { breakLine(&text) }
        index = end + 1
      case UInt8(ascii: "&"):
        let (bytes, end) = entity(html, index)
        text += bytes
        index = end
      case 0x20, 0x09, 0x0A, 0x0D:
        if let last = text.last, last != 0x20, last != 0x0A { text.append(0x20) }
        index += 1
      default:
        text.append(html[index])
        index += 1
      }
    }
    while let last = text.last, last == 0x20 || last == 0x0A { text.removeLast() }
    return text
  }

  private static func breakLine(_ text: inout [UInt8]) {
    while text.last == 0x20 { text.removeLast() }
    if let last = text.last, last != 0x0A { text.append(0x0A) }
  }

  /// The lower-case name of the tag at `<`, without `/`; nil when it is no tag.
  private static func tagName(_ html: [UInt8], _ start: Int) -> String? {
    var rest = html[(start + 1)...]
    if rest.starts(with: "!--".utf8) { return "!" }
    if rest.first == UInt8(ascii: "/") { rest = rest.dropFirst() }
    let name = rest.prefix { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) }
    guard let first = name.first, !(0x30...0x39).contains(first) else { return nil }
    return String(decoding: name, as: UTF8.self).lowercased()
  }

  /// The `>` of the closing tag, or the end.
  private static func endOfElement(_ html: [UInt8], _ name: String, after start: Int) -> Int {
    var index = start
    while index < html.count {
      if html[index] == UInt8(ascii: "<"), index + 1 < html.count, html[index + 1] == UInt8(ascii: "/"),
        tagName(html, index) == name
      {
        return html[index...].firstIndex(of: UInt8(ascii: ">")) ?? html.count
      }
      index += 1
    }
    return index
  }

  /// The character of the entity at `&` and the index after it; `&` itself when it is none.
  private static func entity(_ html: [UInt8], _ start: Int) -> (bytes: [UInt8], end: Int) {
    let body = html[(start + 1)...].prefix(10)
    guard let end = body.firstIndex(of: UInt8(ascii: ";")) else { return ([html[start]], start + 1) }
    let name = String(decoding: html[(start + 1)..<end], as: UTF8.self)
    if let known = entities[name] { return (Array(known.utf8), end + 1) }
    let number =
      name.hasPrefix("#x") || name.hasPrefix("#X")
      ? UInt32(name.dropFirst(2), radix: 16) : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
    guard let scalar = number.flatMap(Unicode.Scalar.init) else { return ([html[start]], start + 1) }
    return (Array(String(Character(scalar)).utf8), end + 1)
  }
}
