import ChatInsight

extension ChartWriter {
  /// Bars under their names, most first, and the running share of their sum from bar to bar.
  func pareto(_ label: Column, _ count: Column) -> String? {
    let bars = table.rows.map { (name: name($0[label]), count: self.count($0[count])) }.filter { $0.count > 0 }
      .sorted { $0.count > $1.count }
    guard bars.count > 1, let longest = bars.first?.count else { return nil }
    let sum = bars.reduce(0) { $0 + $1.count }
    let shown = bars.prefix(Self.barLimit)
    var drawing = Drawing()
    var (running, x, y) = (0, 0.0, 0.0)
    var line = Drawing()
    for (place, bar) in shown.enumerated() {
      let top = Double(place) * Self.step
      running += bar.count
      let end = 100 * Double(running) / Double(sum)
      let part = Proportion(running, of: sum)
      let says = "\(bar.name): \(Figures.grouped(bar.count)) (\(percent(part)))"
      drawing.rect(0, top + 19, width: 64 * Double(bar.count) / Double(longest), height: 13, "bar", says: says)
      if place > 0 { line.line(x, y, to: end, top + 25.5, "running") }
      (x, y) = (end, top + 25.5)
      line.dot(min(end, 99.4), y, radius: 3.5, "running", says: says)
    }
    drawing.add(line)
    for (place, bar) in shown.enumerated() {
      let top = Double(place) * Self.step
      drawing.text(bar.name, 0, top + 13, "name", limit: 40)
      drawing.text(Figures.grouped(bar.count), 100, top + 13, "figure", anchor: .end)
    }
    return figure(drawing, "pareto", says: shown.map { "\($0.name) \($0.count)" })
  }

  /// Bars about a middle line; the share is that of the first.
  func funnel(_ label: Column, _ count: Column) -> String? {
    let steps = table.rows.map { row in
      (name: name(row[label]), code: name(row[.code]), count: self.count(row[count]))
    }
    guard let first = steps.first, first.count > 0 else { return nil }
    var drawing = Drawing()
    for (place, step) in steps.enumerated() {
      let top = Double(place) * Self.step
      let width = 100 * Double(step.count) / Double(first.count)
      let share = percent(Proportion(step.count, of: first.count))
      drawing.text(step.name, 0, top + 13, "name", limit: 40)
      drawing.text("\(Figures.grouped(step.count)) · \(share)", 100, top + 13, "figure", anchor: .end)
      drawing.rect(0, top + 19, width: 100, height: 15, "track")
      drawing.rect(
        50 - width / 2, top + 19, width: width, height: 15, Self.style(step.code),
        says: "\(step.name): \(step.count) (\(share))")
    }
    return figure(drawing, "funnel", says: steps.map { "\($0.name) \($0.count)" })
  }

  /// Shares as dots with their intervals as lines, and the period before as rings.
  func change(_ label: Column) -> String? {
    let rows = table.rows.compactMap { row in
      share(row[.share]).map {
        (name: name(row[label]), now: $0, before: share(row[.before]), trend: name(row[.trend]))
      }
    }
    guard !rows.isEmpty else { return nil }
    var drawing = Drawing()
    for (place, row) in rows.enumerated() {
      let top = Double(place) * Self.step
      drawing.text(row.name, 0, top + 13, "name", limit: 40)
      let before = row.before.map { percent($0) + " → " } ?? ""
      drawing.text(before + percent(row.now), 100, top + 13, "figure", anchor: .end)
      drawing.rect(0, top + 25, width: 100, height: 2, "track", round: 1)
      if let before = row.before { interval(&drawing, before, top + 22, "before", says: row.name) }
      interval(&drawing, row.now, top + 29, "now", says: row.name)
    }
    axis(&drawing, Double(rows.count) * Self.step + 8)
    let periods = ["now", "before"].map { (code: $0, name: texts.word("html", $0)) }
    return figure(
      drawing, "change", says: rows.map { "\($0.name) \(percent($0.now)) \($0.trend)" },
      legend: rows.contains { $0.before != nil } ? periods : [])
  }

  private func interval(_ drawing: inout Drawing, _ share: Proportion, _ y: Double, _ style: String, says: String) {
    guard let value = share.value, let interval = share.interval else { return }
    drawing.line(100 * interval.lowerBound, y, to: 100 * interval.upperBound, y, "interval \(style)")
    drawing.dot(min(99.4, max(0.6, 100 * value)), y, radius: 4, style, says: "\(says): \(percent(share))")
  }

  /// 0, 50 and 100 % under the bars.
  private func axis(_ drawing: inout Drawing, _ y: Double) {
    drawing.text("0%", 0, y, "tick")
    drawing.text("50%", 50, y, "tick", anchor: .middle)
    drawing.text("100%", 100, y, "tick", anchor: .end)
  }
}
