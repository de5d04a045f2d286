import ChatInsight

/// Draws the chart of a table as inline SVG, with a legend where colours mean something.
struct ChartWriter {
  let texts: Texts
  let table: Table
  /// Unique on the page.
  let id: String
  let title: String

  /// At most so many bars, or rows of a heat map.
  static let barLimit = 12
  /// A line of text and a bar under it, in pixels.
  static let step = 40.0

  /// The figure's HTML, or nil where the table is not drawn or has nothing to draw.
  func html() -> String? {
    switch table.chart {
    case .pareto(let label, let count): pareto(label, count)
    case .funnel(let label, let count): funnel(label, count)
    case .columnsOfRows(let label, let columns): stacks(columnsOfRows(label, columns))
    case .rowsOfColumns(let label, let columns): stacks(rowsOfColumns(label, columns))
    case .heat(let row, let column, let count): heat(row, column, count)
    case .change(let label): change(label)
    case .trend(let day, let columns): trend(day, columns)
    case nil: nil
    }
  }

  // MARK: Cells

  func name(_ cell: Cell?) -> String {
    switch cell {
    case .foreign(let text): Escaping.cleaned(text)
    case .word(let text): text
    default: ""
    }
  }

  func count(_ cell: Cell?) -> Int {
    switch cell {
    case .count(let count): count
    case .share(let share): share.count
    default: 0
    }
  }

  func share(_ cell: Cell?) -> Proportion? {
    if case .share(let share) = cell, share.total > 0 { share } else { nil }
  }

  func word(_ column: Column) -> String { texts.word("column", column.rawValue) }

  func percent(_ share: Proportion) -> String { Figures.percent(share).map { $0 + "%" } ?? "–" }

  // MARK: Parts

  /// The picture, its caption, and its legend.
  func figure(_ drawing: Drawing, _ style: String, says: [String], legend: [(code: String, name: String)] = [])
    -> String
  {
    let caption = texts.word("html", style)
    let keys = legend.map { "<li><span class=\"key \(Self.style($0.code))\"></span>\(Escaping.html($0.name))</li>" }
    let list = keys.isEmpty ? "" : "<ul class=\"legend\">\(keys.joined())</ul>"
    let picture = drawing.svg(
      id: id, style: style, title: title, description: caption + " " + says.joined(separator: "; "))
    return """
      <figure><div class="picture">\(picture)</div>\(list)<figcaption>\(Escaping.html(caption))</figcaption></figure>
      """
  }

  /// The class of a label's colour.
  static func style(_ code: String) -> String {
    "of-" + String(code.unicodeScalars.map { $0.properties.isAlphabetic && $0.isASCII ? Character($0) : "-" })
  }
}
