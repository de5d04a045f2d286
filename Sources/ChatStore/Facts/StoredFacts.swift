public import ChatModel
internal import GRDB

/// What a conversation shows as a whole, as it stands beside its turns: columns of `v_conversation`.
///
/// Labels are names, lists are separated by commas, waits are whole seconds.
public struct StoredFacts: Sendable, Equatable {
  public var emotionStart, emotionEnd: String?
  /// The turn at which a negative feeling turned, and the acts just before it.
  public var turningTurn: Int64?, turningActs: String?
  public var outcome = "", outcomeReason = "", handledBy = ""
  public var askedForHuman = false, handedOver = false
  /// Waits for people: the first, the mean, the longest; the first for a bot; answers whose wait cannot be measured.
  public var firstResponse, meanResponse, longestWait, botFirstResponse: Int64?
  public var unmeasurableWaits: Int64 = 0
  /// The strongest purchase signal outside of what is said of orders made; where the wish ended, and why it was missed.
  public var purchaseSignal = "", purchaseEnd = "", missedBecause: String?, sellerFault: String?
  /// Intents that were wished, talk left out, and those of them that were answered.
  public var wishes = "", answeredWishes = ""
  public var product, orderID: String?
  /// One bit for each ``Intent``, and for each matter that a later conversation may repeat.
  public var intentBits: Int64 = 0, matterBits: Int64 = 0
  public var isClosedByBot = false
  /// The customer asked for a human, and then a person answered.
  public var reachedHuman = false
  /// Who answered most; problems, and what service did about each feeling, with what became of it.
  public var servedBy: String?, problems = "", remedies = ""
  /// Feelings that were not met, answers long enough to compare and those said again, answers by stage.
  public var unmetFeelings: Int64 = 0, answers: Int64 = 0, repeatedAnswers: Int64 = 0
  public var repeaterAnswers: Int64 = 0, navigatorAnswers: Int64 = 0, mindReaderAnswers: Int64 = 0
  /// What was bargained about, and the best that was done; what was named.
  public var bargainedAbout = "", bargainReply: String?, campaigns = "", attributes = ""
  public var audiences = "", occasions = "", competitors = ""
  /// Turns with tags, and those with a tag that is a guess.
  public var taggedTurns: Int64 = 0, unsureTurns: Int64 = 0

  public init() {}

  /// The columns of `conversation_fact` after `conversation`, in the order of ``values``.
  static let columns = [
    "emotion_start", "emotion_end", "turning_turn", "turning_acts", "outcome", "outcome_reason", "handled_by",
    "asked_for_human", "handed_over", "first_response", "mean_response", "longest_wait", "bot_first_response",
    "unmeasurable_waits", "purchase_signal", "purchase_end", "missed_because", "seller_fault", "wishes",
    "answered_wishes", "product",
    "order_id", "intent_bits", "matter_bits", "closed_by_bot", "reached_human", "served_by", "problems", "remedies",
    "unmet_feelings",
    "answers", "repeated_answers", "repeater_answers", "navigator_answers", "mind_reader_answers", "bargained_about",
    "bargain_reply", "campaigns", "attributes", "audiences", "occasions", "competitors", "tagged_turns",
    "unsure_turns",
  ]

  var values: [StoredValue] {
    [
      .text(emotionStart), .text(emotionEnd), .number(turningTurn), .text(turningActs), .text(outcome),
      .text(outcomeReason), .text(handledBy), .flag(askedForHuman), .flag(handedOver), .number(firstResponse),
      .number(meanResponse), .number(longestWait), .number(botFirstResponse), .number(unmeasurableWaits),
      .text(purchaseSignal), .text(purchaseEnd), .text(missedBecause), .text(sellerFault), .text(wishes),
      .text(answeredWishes), .text(product), .text(orderID), .number(intentBits), .number(matterBits),
      .flag(isClosedByBot), .flag(reachedHuman), .text(servedBy), .text(problems), .text(remedies),
      .number(unmetFeelings), .number(answers), .number(repeatedAnswers), .number(repeaterAnswers),
      .number(navigatorAnswers), .number(mindReaderAnswers), .text(bargainedAbout), .text(bargainReply),
      .text(campaigns), .text(attributes), .text(audiences), .text(occasions), .text(competitors),
      .number(taggedTurns), .number(unsureTurns),
    ]
  }
}

/// One conversation as repeat contacts are found from.
public struct StoredContact: Sendable, Equatable {
  public var conversationID: String
  public var customerID: String
  public var started: Timestamp
  public var product, orderID: String?
  /// One bit for each ``Intent``.
  public var intentBits: Int64
  public var isClosedByBot: Bool
}

extension Store {
  /// Forgets all facts that were read in another way.
  ///
  /// - Parameter version: everything that changes how facts are read, as it is now.
  public func forgetFacts(exceptOf version: String) throws(StoreError) {
    try write { db in
      guard try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'facts'") != version else { return }
      try Schema.removeFacts(db)
      try db.execute(sql: "INSERT OR REPLACE INTO meta VALUES ('facts', ?)", arguments: [version])
    }
  }

  /// The next whole conversations without facts: those that are new, or got turns or other tags since.
  ///
  /// - Parameters:
  ///   - row: those after this one, by their rows.
  ///   - turnLimit: no further conversation is read once there are so many turns.
  /// - Returns: none when there are no more.
  public func conversationsWithoutFacts(
    after row: Int64, turnLimit: Int
  ) throws(StoreError) -> [(row: Int64, turns: [TaggedTurn])] {
    try inDatabase { db in
      let choice = try RawStatement(
        db,
        """
        SELECT id, turns FROM conversation_without_facts CROSS JOIN conversation ON id = conversation
        WHERE conversation > ? ORDER BY conversation
        """)
      choice.bind(1, row)
      var (rows, count): ([Int64], Int64) = ([], 0)
      while try count < turnLimit && choice.step() {
        rows.append(choice.int(0))
        count += choice.int(1)
      }
      choice.reset()
      var reader = try ConversationReader(db)
      var found: [(row: Int64, turns: [TaggedTurn])] = []
      try reader.forEach(rows) { found.append(($0.row, $0.turns)) }
      return found
    }
  }

  /// Keeps the facts of conversations that have none, all or none of them.
  public func keep(_ facts: [(row: Int64, facts: StoredFacts)]) throws(StoreError) {
    try write { db in
      let places = [String](repeating: "?", count: StoredFacts.columns.count + 1).joined(separator: ", ")
      let insert = try RawStatement(db, "INSERT INTO conversation_fact VALUES (\(places))")
      let unmark = try RawStatement(db, "DELETE FROM conversation_without_facts WHERE conversation = ?")
      for (row, facts) in facts {
        insert.bind(1, row)
        for (index, value) in facts.values.enumerated() { insert.bind(Int32(index + 2), value) }
        try insert.run()
        unmark.bind(1, row)
        try unmark.run()
      }
    }
  }

  /// The rows and ids of the conversations whose first dated turn is in a range, and when they began.
  ///
  /// - Parameters:
  ///   - range: nil: those without any time.
  ///   - shop: only those of this shop; nil for all.
  public func conversations(
    in range: Range<Timestamp>?, shop: String? = nil
  ) throws(StoreError) -> [(row: Int64, id: String, started: Timestamp?)] {
    try inDatabase { db in
      let choice = try RawStatement(
        db,
        """
        SELECT id, conversation_id, started FROM conversation
        WHERE CASE WHEN ?1 IS NULL THEN started IS NULL ELSE started >= ?1 AND started < ?2 END
          AND (?3 IS NULL OR shop = ?3) ORDER BY id
        """)
      choice.bind([range?.lowerBound.microseconds, range?.upperBound.microseconds, try Self.row(of: shop, in: db)])
      var found: [(row: Int64, id: String, started: Timestamp?)] = []
      while try choice.step() {
        found.append((choice.int(0), choice.string(1), choice.optionalInt(2).map(Timestamp.init(microseconds:))))
      }
      return found
    }
  }

  /// The row of a shop's name: nil for all shops, -1 for one that nobody named.
  private static func row(of shop: String?, in db: Database) throws -> Int64? {
    try shop.map { try Int64.fetchOne(db, sql: "SELECT id FROM name WHERE text = ?", arguments: [$0]) ?? -1 }
  }

  /// The rows of the conversations with this id: more than one where two shops use it.
  public func conversations(named id: String) throws(StoreError) -> [Int64] {
    try inDatabase { db in
      try Int64.fetchAll(db, sql: "SELECT id FROM conversation WHERE conversation_id = ? ORDER BY id", arguments: [id])
    }
  }

  /// The rows of the conversations that a person should take over, the newest first.
  ///
  /// Those that ended unresolved or handed over, or where a person was asked for and did not come.
  /// - Parameter since: of those that ended then or later; conversations without any time are always among them.
  public func openConversations(since: Timestamp, limit: Int) throws(StoreError) -> [Int64] {
    try inDatabase { db in
      try Int64.fetchAll(
        db,
        sql: """
          SELECT c.id FROM conversation c JOIN conversation_fact f ON f.conversation = c.id
          WHERE (c.ended IS NULL OR c.ended >= ?) AND (f.outcome = 'unresolved' OR f.outcome_reason = 'handed_over'
            OR f.asked_for_human AND NOT f.reached_human)
          ORDER BY c.ended DESC, c.id DESC LIMIT ?
          """, arguments: [since.microseconds, limit])
    }
  }

  /// The conversations with a customer and a repeatable matter that began in a range.
  public func contacts(in range: Range<Timestamp>, shop: String? = nil) throws(StoreError) -> [StoredContact] {
    try inDatabase { db in
      let row = try RawStatement(
        db,
        """
        SELECT c.conversation_id, n.text, c.started, f.product, f.order_id, f.intent_bits, f.closed_by_bot
        FROM conversation c JOIN conversation_fact f ON f.conversation = c.id JOIN name n ON n.id = c.customer
        WHERE c.started >= ? AND c.started < ? AND c.customer IS NOT NULL AND f.matter_bits <> 0
          AND (?3 IS NULL OR c.shop = ?3)
        """)
      row.bind([range.lowerBound.microseconds, range.upperBound.microseconds, try Self.row(of: shop, in: db)])
      var found: [StoredContact] = []
      while try row.step() {
        found.append(
          StoredContact(
            conversationID: row.string(0), customerID: row.string(1), started: Timestamp(microseconds: row.int(2)),
            product: row.optionalString(3), orderID: row.optionalString(4), intentBits: row.int(5),
            isClosedByBot: row.int(6) != 0))
      }
      return found
    }
  }
}
