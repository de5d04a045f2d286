import ChatInsight

extension ChartWriter {
  /// A bar of parts that make 100 %.
  struct Stack {
    var name: String
    var parts: [(name: String, code: String, count: Int)]
    var sum: Int { parts.reduce(0) { $0 + $1.count } }
  }

  /// A bar for each column, with the rows as its parts.
  func columnsOfRows(_ label: Column, _ columns: [Column]) -> [Stack] {
    columns.map { column in
      Stack(
        name: barName(column),
        parts: table.rows.map { row in (name(row[label]), name(row[.code]), self.count(row[column])) })
    }
  }

  /// What a bar made of a column is called.
  private func barName(_ column: Column) -> String {
    switch column {
    case .share: texts.word("html", "now")
    case .before, .previousShare: texts.word("html", "before")
    case .conversations: word(.worst)
    default: word(column)
    }
  }

  /// A bar for each of the first rows, with the columns as its parts.
  func rowsOfColumns(_ label: Column, _ columns: [(column: Column, code: String)]) -> [Stack] {
    table.rows.prefix(table.shown).map { row in
      Stack(
        name: name(row[label]), parts: columns.map { (word($0.column), $0.code, self.count(row[$0.column])) })
    }
  }

  func stacks(_ stacks: [Stack]) -> String? {
    let stacks = stacks.filter { $0.sum > 0 }
    guard let first = stacks.first else { return nil }
    var drawing = Drawing()
    for (place, stack) in stacks.enumerated() {
      let top = Double(place) * (Self.step + 6)
      drawing.text(stack.name, 0, top + 13, "name", limit: 40)
      drawing.text(Figures.grouped(stack.sum), 100, top + 13, "figure", anchor: .end)
      var x = 0.0
      for part in stack.parts where part.count > 0 {
        let share = Proportion(part.count, of: stack.sum)
        let width = 100 * Double(part.count) / Double(stack.sum)
        drawing.rect(
          x, top + 19, width: width, height: 20, Self.style(part.code), round: 0,
          says: "\(stack.name) · \(part.name): \(Figures.grouped(part.count)) (\(percent(share)))")
        // A part under a tenth of the width has no room for its figure on a telephone.
        if width >= 10 {
          drawing.text(percent(share), x + width / 2, top + 33, "inside on-\(Self.style(part.code))", anchor: .middle)
        }
        x += width
      }
    }
    let legend = first.parts.filter { part in
      stacks.contains { $0.parts.contains { $0.code == part.code && $0.count > 0 } }
    }
    return figure(
      drawing, "stack",
      says: stacks.map { stack in
        "\(stack.name): " + stack.parts.filter { $0.count > 0 }.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
      }, legend: legend.map { ($0.code, $0.name) })
  }
}
