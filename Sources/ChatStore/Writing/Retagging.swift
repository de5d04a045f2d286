public import ChatModel
internal import GRDB

extension Store {
  /// Tags all turns again, conversation by conversation, in one transaction.
  ///
  /// - Parameters:
  ///   - run: the run whose rules and model tag now.
  ///   - body: gives the tags of a whole conversation, one for each turn, in the order of its turns.
  /// - Returns: how many turns got other tags.
  /// - Throws: what `body` throws (nothing is changed then), or ``StoreError``.
  @discardableResult
  public func retag(run: Int64, _ body: ([TaggedTurn]) throws -> [TurnTags]) throws -> Int {
    var failure: (any Error)?
    var changed = 0
    do {
      try write { db in
        try db.execute(sql: "DELETE FROM conversation_fact")
        var reader = try ConversationReader(db)
        let choice = try RawStatement(
          db, "SELECT id, conversation_id, shop, channel, customer FROM conversation ORDER BY id")
        let tag = try RawStatement(
          db,
          """
          UPDATE turn SET tags = ?2, labels = ?3, scores = ?4, tagger = (SELECT tagger FROM run WHERE id = ?5)
          WHERE id = ?1
          """)
        let facts = try RawStatement(db, "UPDATE conversation SET \(ConversationFacts.assignments) WHERE id = ?13")
        while try choice.step() {
          let turns = try reader.turns(of: choice)
          let tags: [TurnTags]
          do { tags = try body(turns) } catch {
            failure = error
            throw error
          }
          var stored: [(id: Int64, turn: StoredTurn)] = []
          for (index, turn) in turns.enumerated() {
            let code = TagCode(turn.speaker, turn.messageType, tags[index])
            var scores = [16 of UInt8](repeating: 0)
            let count = TagCode.scores(of: tags[index], into: &scores)
            tag.bind([reader.ids[index], code.tags, code.labels])
            tag.bind(5, run)
            try tag.withBlob(4, scores.span.extracting(first: count)) { try tag.run() }
            if code != TagCode(turn.speaker, turn.messageType, turn.tags) { changed += 1 }
            stored.append((reader.ids[index], StoredTurn(code: code, time: turn.time, content: 0, isOwn: false)))
          }
          let inOrder = stored.sorted { $0.id < $1.id }.map(\.turn)
          facts.bind(ConversationFacts(inOrder).values + [choice.int(0)])
          try facts.run()
        }
      }
    } catch { throw failure ?? error }
    return changed
  }
}
