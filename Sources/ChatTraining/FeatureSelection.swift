import ChatModel
import ChatTagging

/// The rows of the features of one turn, block after block.
struct EncodedTurn: Sendable {
  var rows: [Int32] = []
  /// Where each block ends in ``rows``.
  var ends: [Int] = []
}

/// The features that training keeps: those met at least so many times; a row is a place in ``keys``.
package struct FeatureSelection: Sendable {
  package private(set) var keys: [UInt32] = []
  private var rowOf: [UInt32: Int32] = [:]

  init(_ turns: [TurnKeys], of training: [Int], atLeast minimum: Int) {
    var counts: [UInt32: Int] = [:]
    for index in training { for key in turns[index].keys { counts[key, default: 0] += 1 } }
    keys = counts.filter { $0.value >= minimum }.keys.sorted()
    for (row, key) in keys.enumerated() { rowOf[key] = Int32(row) }
  }

  func encode(_ turn: TurnKeys) -> EncodedTurn {
    var encoded = EncodedTurn()
    var from = 0
    for end in turn.ends {
      for at in from..<end { if let row = rowOf[turn.keys[at]] { encoded.rows.append(row) } }
      encoded.ends.append(encoded.rows.count)
      from = end
    }
    return encoded
  }
}

/// The keys of all features of one turn.
struct TurnKeys: Sendable {
  var keys: [UInt32]
  var ends: [Int]

  /// The keys of one block.
  func keys(of block: FeatureBlock) -> ArraySlice<UInt32> {
    keys[(block.rawValue == 0 ? 0 : ends[block.rawValue - 1])..<ends[block.rawValue]]
  }

  /// The keys of every turn, as the model that ships reads them.
  static func all(of turns: LabelledTurns, rules: TurnTagger?) -> [TurnKeys] {
    let reader = TokenReader(.shipped)
    let scratch = TaggingScratch()
    var features = TurnFeatures()
    return turns.batch.turns.indices.map { index in
      let signals = rules?.signals(index, of: turns.batch, with: scratch) ?? []
      features.read(index, of: turns.batch, signals: signals, with: reader)
      return TurnKeys(keys: features.keys, ends: features.ends)
    }
  }
}
