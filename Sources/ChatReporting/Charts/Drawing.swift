/// Marks of an inline SVG: across in percent of the width, down in pixels, so that text keeps its size on any screen.
///
/// Colours are classes of the style sheet: light, dark and print differ there alone.
struct Drawing {
  private(set) var marks = ""
  private(set) var height = 0.0

  mutating func rect(
    _ x: Double, _ y: Double, width: Double, height: Double, _ style: String, round: Double = 3, says: String = ""
  ) {
    reach(y + height)
    mark(
      "rect",
      "x=\"\(percent(x))\" y=\"\(pixels(y))\" width=\"\(percent(max(0, width)))\" height=\"\(pixels(height))\""
        + " rx=\"\(pixels(round))\"", style, says)
  }

  mutating func line(_ x: Double, _ y: Double, to x2: Double, _ y2: Double, _ style: String) {
    reach(max(y, y2))
    mark("line", "x1=\"\(percent(x))\" y1=\"\(pixels(y))\" x2=\"\(percent(x2))\" y2=\"\(pixels(y2))\"", style)
  }

  mutating func dot(_ x: Double, _ y: Double, radius: Double, _ style: String, says: String = "") {
    reach(y + radius)
    mark("circle", "cx=\"\(percent(x))\" cy=\"\(pixels(y))\" r=\"\(pixels(radius))\"", style, says)
  }

  enum Anchor: String {
    case start, middle, end
  }

  /// Text, cut to a width in characters (wide ones count two) with the whole of it as its title.
  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ style: String, anchor: Anchor = .start, shift: Double = 0,
    limit: Int = 200
  ) {
    reach(y + 4)
    let cut = Self.cut(text, to: limit)
    let place = "x=\"\(percent(x))\" y=\"\(pixels(y))\"" + (shift == 0 ? "" : " dx=\"\(pixels(shift))\"")
    let title = cut == text ? "" : "<title>\(Escaping.html(text))</title>"
    marks += "<text \(place) text-anchor=\"\(anchor.rawValue)\" class=\"\(style)\">\(Escaping.html(cut))\(title)</text>"
  }

  /// Puts another drawing over this one.
  mutating func add(_ other: Drawing) {
    marks += other.marks
    reach(other.height)
  }

  /// The finished picture with a title and a description for those who do not see it.
  ///
  /// - Parameter id: unique on the page.
  func svg(id: String, style: String, title: String, description: String) -> String {
    """
    <svg class="chart \(style)" width="100%" height="\(pixels(height))" role="img" \
    aria-labelledby="\(id)-title \(id)-desc"><title id="\(id)-title">\(Escaping.html(title))</title>\
    <desc id="\(id)-desc">\(Escaping.html(description))</desc>\(marks)</svg>
    """
  }

  /// Characters as wide as Latin letters; Chinese ones count two.
  static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2 : 1) } }

  static func cut(_ text: String, to limit: Int) -> String {
    guard width(text) > limit else { return text }
    var (kept, used) = ("", 1)
    for character in text {
      used += width(String(character))
      if used > limit { break }
      kept.append(character)
    }
    return kept + "…"
  }

  private mutating func reach(_ y: Double) { height = max(height, y) }

  private mutating func mark(_ name: String, _ place: String, _ style: String, _ says: String = "") {
    marks += "<\(name) \(place) class=\"\(style)\""
    marks += says.isEmpty ? "/>" : "><title>\(Escaping.html(says))</title></\(name)>"
  }

  private func percent(_ value: Double) -> String { Figures.fixed(value, 2) + "%" }

  private func pixels(_ value: Double) -> String { Figures.fixed(value, 1) }
}
