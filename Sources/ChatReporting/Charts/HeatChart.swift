import ChatInsight

extension ChartWriter {
  private static let columnLimit = 7
  private static let rowLimit = 10
  private static let cellHeight = 30.0
  /// Percent of the width that the names of the rows take.
  private static let nameWidth = 30.0

  /// Counts as shades: the rows and columns with most in all.
  func heat(_ row: Column, _ column: Column, _ count: Column) -> String? {
    var cells: [String: [String: Int]] = [:]
    var (rows, columns): ([String: Int], [String: Int]) = ([:], [:])
    for line in table.rows {
      let (down, across, number) = (name(line[row]), name(line[column]), self.count(line[count]))
      cells[down, default: [:]][across, default: 0] += number
      rows[down, default: 0] += number
      columns[across, default: 0] += number
    }
    func most(_ sums: [String: Int], _ limit: Int) -> [String] {
      sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit).map(\.key)
    }
    let (down, across) = (most(rows, Self.rowLimit), most(columns, Self.columnLimit))
    guard down.count > 1, across.count > 1 else { return nil }
    let largest = down.flatMap { row in across.map { cells[row]?[$0] ?? 0 } }.max() ?? 1
    let width = (100 - Self.nameWidth) / Double(across.count)
    var drawing = Drawing()
    let headings = across.map { Self.wrapped($0) }
    let top = Double(headings.map(\.count).max() ?? 1) * 15 + 6
    for (place, lines) in headings.enumerated() {
      let x = Self.nameWidth + (Double(place) + 0.5) * width
      for (number, line) in lines.enumerated() {
        drawing.text(line, x, top - 8 - 15 * Double(lines.count - 1 - number), "tick", anchor: .middle)
      }
    }
    for (line, row) in down.enumerated() {
      let y = top + Double(line) * Self.cellHeight
      drawing.text(row, 0, y + 20, "name", limit: 26)
      for (place, column) in across.enumerated() {
        let number = cells[row]?[column] ?? 0
        let shade = number == 0 ? 0 : 1 + (number * 5 - 1) / largest
        let x = Self.nameWidth + Double(place) * width
        drawing.rect(
          x + 0.2, y + 1, width: width - 0.4, height: Self.cellHeight - 2, "shade-\(min(shade, 5))",
          says: "\(row) · \(column): \(number)")
        if number > 0 {
          drawing.text(
            Figures.grouped(number), x + width / 2, y + 20, "inside on-shade-\(min(shade, 5))", anchor: .middle)
        }
      }
    }
    return figure(
      drawing, "heat",
      says: table.rows.prefix(5).map { "\(name($0[row])) · \(name($0[column])) \(self.count($0[count]))" })
  }

  /// A heading in lines of at most twelve Latin or five Chinese characters.
  private static func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, Drawing.width(last) + Drawing.width(String(word)) < 12 {
        lines[lines.count - 1] = last + " " + word
      } else if Drawing.width(String(word)) > 12 {
        let half = (word.count + 1) / 2
        lines += [String(word.prefix(half)), String(word.dropFirst(half))]
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
