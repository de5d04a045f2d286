import ChatInsight

/// A page of a report, free of any format: Markdown and CSV are written from the same pages.
struct Page {
  /// The file name without its ending.
  var name: String
  var title: Sentence
  /// Period, scope and coverage: one line each.
  var facts: [Sentence]
  /// The sentences that matter, most important first.
  var lead: [Sentence]
  var sections: [Section]
}

/// A part of a page under one heading.
struct Section {
  var heading: Heading
  var blocks: [Block]

  init(_ heading: Heading, _ blocks: [Block]) { (self.heading, self.blocks) = (heading, blocks) }
}

/// A piece of a section.
enum Block {
  case paragraph(Sentence)
  case list([Sentence])
  case table(Table)
  case quotes(title: Value, [Quote])
}

/// Rows of cells under columns.
struct Table {
  /// The file name of its CSV without the ending.
  var name: String
  var columns: [Column]
  var rows: [[Column: Cell]]
  /// How many rows a page shows; CSV holds all.
  var shown = 15
  /// How many conversations the figures are about, where a small number must be said.
  var sample: Int?

  init(_ name: String, _ columns: [Column], sample: Int? = nil, shown: Int = 15, rows: [[Column: Cell]]) {
    (self.name, self.columns, self.sample, self.shown, self.rows) = (name, columns, sample, shown, rows)
  }
}

/// One cell of a table.
enum Cell {
  /// Text from the chats or the export: escaped wherever it goes.
  case foreign(String)
  /// Words of our own.
  case word(String)
  /// Where a quote was said.
  case reference(Quote)
  case count(Int)
  case share(Proportion)
  /// A share from 0 to 1 that is no proportion of counts, such as the end of an interval.
  case fraction(Double?)
  /// A change of a share with its interval.
  case change(Change)
  /// A number with this many decimals.
  case decimal(Double?, places: Int)
  case seconds(Double?)
}

/// A sentence of the text files with the values for its places.
struct Sentence {
  var say: Say
  var values: [String: Value]

  init(_ say: Say, _ values: [String: Value] = [:]) { (self.say, self.values) = (say, values) }
}

/// A value in a sentence.
enum Value {
  /// Text from the chats or the export: escaped wherever it goes.
  case foreign(String)
  /// Words of our own.
  case word(String)
  case number(Int)
  /// A number with its noun, such as "3 conversations".
  case count(Int, Noun)
  case share(Proportion)
  case decimal(Double, places: Int)
  case seconds(Double)
  /// Parts joined as a list.
  case list([Value])
  /// A sentence within a sentence.
  case clause(Sentence)
}
