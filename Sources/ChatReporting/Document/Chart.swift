/// How a table is drawn where a page can draw; its figures are those of the table's cells.
enum Chart {
  /// Bars of a count, and the running share of their sum as a line.
  case pareto(label: Column, count: Column)
  /// Bars about a middle line, each with its share of the first.
  case funnel(label: Column, count: Column)
  /// Bars cut into parts that make 100 %: a bar for each column, a part for each row.
  case columnsOfRows(label: Column, columns: [Column])
  /// Bars cut into parts that make 100 %: a bar for each row, a part for each column with its code.
  case rowsOfColumns(label: Column, columns: [(column: Column, code: String)])
  /// Counts as shades, of the rows and columns that have most.
  case heat(row: Column, column: Column, count: Column)
  /// Shares with their intervals, and those of the period before.
  case change(label: Column)
  /// Shares by day with their intervals: a panel for each column.
  case trend(day: Column, columns: [Column])
}

extension Table {
  /// How this table is drawn, or nil.
  var chart: Chart? {
    switch name {
    case "headlines": .change(label: .measure)
    case "days": .trend(day: .day, columns: [.withProblem, .negative, .interested, .unresolved])
    case "pain_points": .pareto(label: .problem, count: .conversations)
    case "pain_points_by_product": .heat(row: .product, column: .problem, count: .conversations)
    case "emotions": .columnsOfRows(label: .emotion, columns: [.startCount, .conversations, .endCount])
    case "purchase_funnel": .funnel(label: .step, count: .conversations)
    case "price_sensitivity": .columnsOfRows(label: .level, columns: [.share, .before])
    case "service_stages": .columnsOfRows(label: .stage, columns: [.share, .previousShare])
    case "outcomes": .pareto(label: .reason, count: .conversations)
    case "competitors": .pareto(label: .competitor, count: .conversations)
    case "attributes":
      .rowsOfColumns(
        label: .attribute, columns: [(.asked, "neutral"), (.praised, "satisfied"), (.blamed, "angry")])
    case "servers", "service_by_handling", "service_by_channel", "service_by_shop":
      .rowsOfColumns(
        label: .server,
        columns: [
          (.repeaterShare, "repeater"), (.navigatorShare, "navigator"), (.mindReaderShare, "mind_reader"),
        ])
    default: nil
    }
  }

  /// The saved query of the same matter; nil where there is none.
  ///
  /// It finds the same figures, or the conversations and turns that the table quotes from; FigureQueryTests holds it.
  var query: String? {
    switch name {
    case "headlines", "days": "conversations_by_day"
    case "shops", "service_by_shop", "service_by_channel": "shops"
    case "coverage": "files"
    case "offers_asked_for": "intents"
    case "service_stages": "service_stage_mix"
    case "service_by_handling": "handling"
    case "attributes_by_product": "attributes"
    case "audiences", "occasions", "competitors": "choices"
    case "new_wording": "wording"
    case "hard_conversations": "worst_conversations"
    case "certainty", "products", "pain_points", "pain_points_by_product", "intents", "emotions", "attributes",
      "purchase_funnel", "missed_sales", "missed_sale_reasons", "price_sensitivity", "price_by_product",
      "price_by_channel", "price_by_campaign", "bargained_about", "bargain_replies", "conversion", "response_times",
      "servers", "outcomes", "answered_wishes", "turning_points", "remedies", "automation":
      name
    default: nil
    }
  }
}
