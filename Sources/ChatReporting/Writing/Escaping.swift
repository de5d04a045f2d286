/// Makes text from chats safe to stand in a file of a report.
enum Escaping {
  /// Without control characters, invisible characters and those that turn the writing direction.
  ///
  /// Line breaks, tabs and other white space become one space.
  static func cleaned(_ text: String) -> String {
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        if clean.last != " " { clean.append(" ") }
      } else if scalar.properties.generalCategory != .control, !isInvisible(scalar) {
        clean.append(scalar)
      }
    }
    return String(clean)
  }

  /// Bidirectional controls (Unicode UAX #9), zero-width characters and the byte order mark.
  ///
  /// The zero-width joiner stays: it holds emoji together.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200B, 0x200C, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
    default: false
    }
  }

  /// Text for a Markdown line or table cell: nothing in it is markup.
  static func markdown(_ text: String) -> String {
    var escaped = ""
    for character in cleaned(text).unicodeScalars {
      if "\\|<>[]*_`".unicodeScalars.contains(character) { escaped.unicodeScalars.append("\\") }
      escaped.unicodeScalars.append(character)
    }
    return escaped
  }

  /// Text for an HTML element or a quoted attribute: nothing in it is markup.
  static func html(_ text: String) -> String {
    var escaped = ""
    for character in cleaned(text).unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }

  /// A sentence of ours in Markdown as HTML: strong text, code, links to pages; all else is text.
  ///
  /// A link to `product.md` becomes one to `#product`; other links stay text.
  static func html(markdown: String) -> String {
    var html = ""
    var rest = markdown[...]
    var isStrong = false
    while let character = rest.first {
      if character == "\\", let next = rest.dropFirst().first {
        html += Self.html(String(next))
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("**") {
        html += isStrong ? "</strong>" : "<strong>"
        isStrong.toggle()
        rest = rest.dropFirst(2)
      } else if character == "`", let end = rest.dropFirst().firstIndex(of: "`") {
        html += "<code>\(Self.html(String(rest[rest.index(after: rest.startIndex)..<end])))</code>"
        rest = rest[rest.index(after: end)...]
      } else if character == "[", let link = pageLink(rest) {
        html += "<a href=\"#\(link.page)\">\(Self.html(String(link.name)))</a>"
        rest = link.rest
      } else {
        html += Self.html(String(character))
        rest = rest.dropFirst()
      }
    }
    return html + (isStrong ? "</strong>" : "")
  }

  /// A link to a page of ours at the beginning of a text, such as `[产品](product.md)`, and what comes after it.
  private static func pageLink(_ text: Substring) -> (name: Substring, page: Substring, rest: Substring)? {
    guard let middle = text.firstIndex(of: "]"), let end = text[middle...].firstIndex(of: ")") else { return nil }
    let name = text[..<middle].dropFirst()
    let target = text[text.index(after: middle)..<end]
    guard target.hasPrefix("("), target.hasSuffix(".md"), !name.isEmpty, !name.contains("\\") else { return nil }
    let page = target.dropFirst().dropLast(3)
    guard !page.isEmpty, page.allSatisfy({ $0.isASCII && $0.isLowercase }) else { return nil }
    return (name, page, text[text.index(after: end)...])
  }

  /// Text for a cell of a text column that a spreadsheet will not take for a formula (OWASP, CSV injection).
  ///
  /// A leading `= + - @`, also full-width, gets an apostrophe in front; leading tabs and line breaks are gone before.
  static func formulaSafe(_ text: String) -> String {
    // What a spreadsheet trims away in front does not hide a formula.
    let clean = cleaned(text)
    guard let first = clean.unicodeScalars.first(where: { $0 != " " }) else { return clean }
    return "=+-@＝＋－＠".unicodeScalars.contains(first) ? "'" + clean : clean
  }

  /// A CSV field (RFC 4180): quoted where it holds a quote, a comma or a line break.
  static func csvField(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return text }
    var field = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { field.append("\"") }
      field.unicodeScalars.append(scalar)
    }
    return field + "\""
  }
}
