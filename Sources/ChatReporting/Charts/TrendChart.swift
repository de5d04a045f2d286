import ChatInsight

extension ChartWriter {
  private static let panelHeight = 96.0

  /// A panel for each share: a dot for each day, its interval as a line, dots joined; the period before in grey.
  func trend(_ day: Column, _ columns: [Column]) -> String? {
    // The newest day stands first in the table.
    let rows = Array(table.rows.reversed())
    guard rows.count >= 3 else { return nil }
    var drawing = Drawing()
    var says: [String] = []
    for (panel, column) in columns.enumerated() {
      let shares = rows.map { share($0[column]) }
      let top = Double(panel) * (Self.panelHeight + 46)
      let highest = shares.compactMap { $0?.interval?.upperBound }.max() ?? 1
      let scale = highest <= 0.25 ? 0.25 : highest <= 0.5 ? 0.5 : 1
      func y(_ value: Double) -> Double { top + 22 + Self.panelHeight * (1 - value / scale) }
      func x(_ place: Int) -> Double { 8 + 90 * (Double(place) + 0.5) / Double(rows.count) }
      drawing.text(word(column), 0, top + 12, "name", limit: 40)
      for part in [0, 0.5, 1] {
        drawing.line(8, y(part * scale), to: 100, y(part * scale), "grid")
        drawing.text(Figures.fixed(part * scale * 100, scale < 0.5 ? 1 : 0) + "%", 0, y(part * scale) + 4, "tick")
      }
      var last: (place: Int, value: Double)?
      for (place, share) in shares.enumerated() {
        guard let share, let value = share.value, let interval = share.interval else {
          last = nil
          continue
        }
        let style = isNow(rows[place]) ? "now" : "before"
        let date = name(rows[place][day])
        if let last { drawing.line(x(last.place), y(last.value), to: x(place), y(value), "path \(style)") }
        drawing.line(x(place), y(interval.lowerBound), to: x(place), y(interval.upperBound), "interval \(style)")
        drawing.dot(
          x(place), y(value), radius: 3.5, style,
          says: "\(date): \(share.count)/\(share.total) (\(percent(share)))")
        last = (place, value)
      }
      if let first = shares.compactMap(\.self).first, let end = shares.compactMap(\.self).last {
        says.append("\(word(column)): \(percent(first)) … \(percent(end))")
      }
      if panel == columns.count - 1 {
        for place in [0, rows.count - 1] {
          drawing.text(
            String(name(rows[place][day]).suffix(5)), x(place), top + 22 + Self.panelHeight + 18, "tick",
            anchor: .middle)
        }
      }
    }
    let periods = ["now", "before"].map { (code: $0, name: texts.word("html", $0)) }
    return figure(drawing, "trend", says: says, legend: rows.allSatisfy(isNow) ? [] : periods)
  }

  private func isNow(_ row: [Column: Cell]) -> Bool { name(row[.code]) == "now" }
}
