internal import GRDB

extension Store {
  /// Rows for other programs.
  public enum RowKind: Sendable {
    /// Those of `v_turn`.
    case turns
    /// Those of `v_conversation`, after `matter_bits`: what another conversation may repeat, so that `repeat_of` can be
    /// found among conversations of several stores.
    case conversations

    fileprivate var selection: String {
      switch self {
      case .turns: "SELECT * FROM v_turn"
      case .conversations:
        Views.conversationWithMoreFacts.replacing(
          "CREATE VIEW v_conversation AS SELECT", with: "SELECT f.matter_bits AS matter_bits,")
      }
    }
  }

  /// All rows of a view, one JSON object a line, with its columns as keys.
  ///
  /// Facts are NULL until ``refreshFacts(version:_:)``.
  public func lines(of kind: RowKind) throws(StoreError) -> [UInt8] {
    try inDatabase { db in
      let columns = try db.makeStatement(sql: kind.selection).columnNames
      let members = columns.map { "'\($0)', \($0)" }.joined(separator: ", ")
      let row = try RawStatement(db, "SELECT json_object(\(members)) FROM (\(kind.selection))")
      var lines: [UInt8] = []
      while try row.step() {
        row.withBytes(0) { text in unsafe text.withUnsafeBufferPointer { unsafe lines.append(contentsOf: $0) } }
        lines.append(0x0A)
      }
      return lines
    }
  }
}
