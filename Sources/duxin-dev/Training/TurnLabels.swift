import ChatTagging
import ChatTraining

/// The labels of one turn, by the names of the annotation guide; `nil` = not labelled.
struct TurnLabels: Decodable {
  var intents: [String]?
  var emotion: String?
  var price_sensitivity: String?
  var purchase_signal: String?
  var acts: [String]?
  var service_stage: String?
}

extension TurnLabels {
  /// The columns of a table: intents (a list with commas), emotion, price sensitivity, purchase signal; `-` = not
  /// labelled.
  init(ofCustomer columns: ArraySlice<Substring>) {
    let names = columns.map(Self.names)
    self.init(
      intents: names[0], emotion: names[1]?.first, price_sensitivity: names[2]?.first,
      purchase_signal: names[3]?.first)
  }

  /// The columns of a table: acts (a list with commas), service stage; `-` = not labelled.
  init(ofService columns: ArraySlice<Substring>) {
    let names = columns.map(Self.names)
    self.init(acts: names[0], service_stage: names[1]?.first)
  }

  private static func names(_ column: Substring) -> [String]? {
    column == "-" ? nil : column.split(separator: ",").map(String.init)
  }

  /// What the trainer knows of the turn; a name that the guide does not have is left out.
  var target: Target {
    var target = Target()
    for (head, names) in [
      (ModelHead.intents, intents), (.emotion, emotion.map { [$0] }), (.price, price_sensitivity.map { [$0] }),
      (.purchase, purchase_signal.map { [$0] }), (.acts, acts), (.stage, service_stage.map { [$0] }),
    ] {
      target.set(head, (names ?? []).compactMap { head.names.firstIndex(of: $0) }, weight: 1)
    }
    return target
  }
}
