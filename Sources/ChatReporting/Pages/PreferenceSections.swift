import ChatInsight
import ChatModel

/// What customers named: attributes, for whom, for what, and whom they compare the shop with.
extension Reporter {
  /// The name of a key of the vocabulary; an attribute value has the attribute in front.
  func term(_ kind: WordKind, _ key: String) -> Cell {
    let words = Vocabulary.shipped
    let isChinese = texts.language == .zh
    let name = words.name(kind, key, isChinese: isChinese)
    guard kind == .attributes, let attribute = key.split(separator: ".").first else { return .word(name) }
    return .word("\(words.name(kind, String(attribute), isChinese: isChinese)) · \(name)")
  }

  private func text(_ kind: WordKind, _ key: String) -> Value {
    guard case .word(let name) = term(kind, key) else { return .word(key) }
    return .word(name)
  }

  private func total(_ preference: Preference?) -> Int { preference?.all.total ?? 0 }

  /// Keys by how often they were named, most first.
  private func ranked(_ preferences: [String: Preference]) -> [(key: String, value: Preference)] {
    preferences.sorted { (total($1.value), $0.key) < (total($0.value), $1.key) }
  }

  private func topProduct(_ preference: Preference) -> Cell {
    let top = preference.products.max { ($0.value.total, $1.key) < ($1.value.total, $0.key) }
    return top.map { .foreign($0.key) } ?? .word("–")
  }

  // MARK: Product page

  var attributeBlocks: [Block] {
    let attributes = ranked(summary.preferences.attributes)
    guard !attributes.isEmpty else { return [.paragraph(say(.nothingSeen))] }
    let rows = attributes.map { key, preference -> [Column: Cell] in
      [
        .attribute: term(.attributes, key), .code: .word(key), .asked: .count(preference.all[.asked]),
        .praised: .count(preference.all[.praised]), .blamed: .count(preference.all[.blamed]),
        .topProduct: topProduct(preference),
      ]
    }
    let table = Table(
      "attributes", [.attribute, .code, .asked, .praised, .blamed, .topProduct], sample: whole.conversations, rows: rows
    )
    let voices: [Block] = attributes.sorted { ($1.value.all[.blamed], $0.key) < ($0.value.all[.blamed], $1.key) }
      .prefix(2).compactMap { key, preference in
        guard let quotes = preference.quotes[Stance.blamed.name]?.items, !quotes.isEmpty else { return nil }
        return .quotes(title: text(.attributes, key), quotes)
      }
    return [.paragraph(say(.attributesIntro)), .table(table)] + voices + productAttributeBlocks
  }

  private var productAttributeBlocks: [Block] {
    let items = summary.preferences.attributes.flatMap { key, preference in
      preference.products.map { (product: $0.key, key: key, counts: $0.value) }
    }
    .sorted { ($1.counts.total, $0.product, $0.key) < ($0.counts.total, $1.product, $1.key) }
    guard !items.isEmpty else { return [] }
    let rows = items.map { item -> [Column: Cell] in
      [
        .product: .foreign(item.product), .attribute: term(.attributes, item.key), .code: .word(item.key),
        .asked: .count(item.counts[.asked]), .praised: .count(item.counts[.praised]),
        .blamed: .count(item.counts[.blamed]),
      ]
    }
    let columns: [Column] = [.product, .attribute, .code, .asked, .praised, .blamed]
    return [
      .paragraph(say(.productAttributesIntro)),
      .table(Table("attributes_by_product", columns, shown: 10, rows: rows)),
    ]
  }

  // MARK: Marketing page

  var choiceBlocks: [Block] {
    let tables = [
      choiceTable("audiences", .audience, .audience, \.audiences),
      choiceTable("occasions", .occasion, .occasion, \.occasions),
    ].compactMap(\.self)
    return tables.isEmpty ? [.paragraph(say(.nothingSeen))] : [.paragraph(say(.choicesIntro))] + tables
  }

  var competitorBlocks: [Block] {
    guard let table = choiceTable("competitors", .competitor, .competitor, \.competitors) else {
      return [.paragraph(say(.noCompetitors))]
    }
    let voices: [Block] = ranked(summary.preferences.competitors).prefix(2).map { key, preference in
      .quotes(title: text(.competitor, key), preference.quotes[Stance.asked.name]?.items ?? [])
    }
    return [.paragraph(say(.competitorsIntro)), table] + voices
  }

  private func choiceTable(
    _ name: String, _ column: Column, _ kind: WordKind, _ path: KeyPath<Preferences, [String: Preference]>
  ) -> Block? {
    let choices = ranked(summary.preferences[keyPath: path])
    guard !choices.isEmpty else { return nil }
    let changes = changeCells(choices.map { choice in change { total($0.preferences[keyPath: path][choice.key]) } })
    let rows = zip(choices, changes).map { choice, change in
      shareCells(Proportion(total(choice.value), of: whole.conversations)).merging(change) { $1 }.merging([
        column: term(kind, choice.key), .code: .word(choice.key), .topProduct: topProduct(choice.value),
      ]) { $1 }
    }
    return .table(
      Table(
        name, [column, .code] + Self.shareColumns + changeColumns + [.topProduct], sample: whole.conversations,
        shown: 8, rows: rows))
  }
}
