public import ChatModel
internal import GRDB

/// What became of the turns of a database that was tagged anew.
public struct RetagCounts: Sendable, Equatable {
  /// Conversations that had turns of another version.
  public var conversations = 0
  /// Turns tagged anew.
  public var turns = 0
  /// Those of them that got other tags.
  public var changed = 0

  public init() {}
}

extension Store {
  /// Tags the turns that another version of rules or model tagged, conversation by conversation, in one transaction.
  ///
  /// - Parameters:
  ///   - run: the run whose rules and model tag now.
  ///   - body: gives the tags of a whole conversation, one for each turn, in the order of its turns.
  /// - Throws: what `body` throws (nothing is changed then), or ``StoreError``.
  @discardableResult
  public func retag(run: Int64, _ body: ([TaggedTurn]) throws -> [TurnTags]) throws -> RetagCounts {
    var failure: (any Error)?
    var counts = RetagCounts()
    do {
      try write { db in
        let version = try Int64.fetchOne(db, sql: "SELECT tagger FROM run WHERE id = ?", arguments: [run]) ?? 0
        try Schema.removeFacts(db)
        var reader = try ConversationReader(db)
        let rows = try Int64.fetchAll(
          db,
          sql: """
            SELECT id FROM conversation c
            WHERE EXISTS (SELECT 1 FROM turn t
              WHERE t.id >= c.id << \(Schema.positionBits) AND t.id < (c.id + 1) << \(Schema.positionBits)
                AND t.tagger <> ?)
            ORDER BY id
            """, arguments: [version])
        let tag = try RawStatement(
          db, "UPDATE turn SET tags = ?2, labels = ?3, scores = ?4, tagger = ?5 WHERE id = ?1")
        let facts = try RawStatement(db, "UPDATE conversation SET \(ConversationFacts.assignments) WHERE id = ?13")
        try reader.forEach(rows) { conversation in
          let turns = conversation.turns
          let tags: [TurnTags]
          do { tags = try body(turns) } catch {
            failure = error
            throw error
          }
          counts.conversations += 1
          var stored: [(id: Int64, turn: StoredTurn)] = []
          for (index, turn) in turns.enumerated() {
            let place = conversation.places[index]
            let isOld = place.tagger != version
            let code = TagCode(turn.speaker, turn.messageType, isOld ? tags[index] : turn.tags)
            stored.append((place.id, StoredTurn(code: code, time: turn.time, content: 0, isOwn: false)))
            guard isOld else { continue }
            var scores = [16 of UInt8](repeating: 0)
            let count = TagCode.scores(of: tags[index], into: &scores)
            tag.bind([place.id, code.tags, code.labels])
            tag.bind(5, version)
            try tag.withBlob(4, scores.span.extracting(first: count)) { try tag.run() }
            counts.turns += 1
            if code != TagCode(turn.speaker, turn.messageType, turn.tags) { counts.changed += 1 }
          }
          let inOrder = stored.sorted { $0.id < $1.id }.map(\.turn)
          facts.bind(ConversationFacts(inOrder).values + [conversation.row])
          try facts.run()
        }
      }
    } catch { throw failure ?? error }
    return counts
  }
}
