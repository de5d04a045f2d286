internal import ChatModel
internal import GRDB

/// The tables and views of a duxin database, and how an old one becomes a new one.
///
/// The rowid of a turn is `conversation << 24 | position`: the turns of a conversation lie together, and no index is
/// kept while turns are stored. Times are microseconds since 1970-01-01T00:00:00Z; names are stored once, in `name`.
enum Schema {
  /// "duxn": marks a file as a duxin database.
  static let applicationID = 0x6475_786E
  /// How many bits of a turn's rowid are its position.
  static let positionBits: Int64 = 24

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { db in
      try db.execute(sql: tables)
      try db.execute(sql: Views.turn)
      try db.execute(sql: Views.conversation)
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
    }
    migrator.registerMigration("v2") { db in
      try db.execute(sql: facts)
      try db.execute(sql: "DROP VIEW v_conversation")
      try db.execute(sql: Views.conversationWithFacts)
      try db.execute(sql: Views.order)
    }
    migrator.registerMigration("v3") { db in
      for view in ["v_conversation", "v_order"] { try db.execute(sql: "DROP VIEW \(view)") }
      try db.execute(sql: moreFacts)
      try db.execute(sql: orderLines)
      try db.execute(sql: Views.conversationWithMoreFacts)
      try db.execute(sql: Views.order)
    }
    migrator.registerMigration("v4") { db in
      try db.execute(sql: withoutFacts)
      try markMissingFacts(db)
    }
    return migrator
  }

  /// The tables of label names, and the names by their codes.
  private static let labels: [(table: String, names: [String])] = [
    ("speaker", Speaker.names), ("message_type", MessageType.names), ("intent", Intent.names),
    ("emotion", Emotion.names), ("price_sensitivity", PriceSensitivity.names),
    ("purchase_signal", PurchaseSignal.names), ("act", Act.names), ("service_stage", ServiceStage.names),
  ]

  /// Writes down which conversations have no facts, as it is now.
  private static func markMissingFacts(_ db: Database) throws {
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO conversation_without_facts
          SELECT id FROM conversation WHERE id NOT IN (SELECT conversation FROM conversation_fact)
        """)
  }

  /// Removes the facts of all conversations.
  static func removeFacts(_ db: Database) throws {
    try db.execute(sql: "DELETE FROM conversation_fact")
    try markMissingFacts(db)
  }

  /// Whether the database knows the names of all labels of this version.
  static func hasAllLabels(_ db: Database) throws -> Bool {
    try labels.allSatisfy { table, names in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0 >= names.count
    }
  }

  /// Writes the names of labels that this version knows and the database does not.
  static func addLabels(_ db: Database) throws {
    for (table, names) in labels {
      for (code, name) in names.enumerated() {
        try db.execute(sql: "INSERT OR IGNORE INTO \(table) VALUES (?, ?)", arguments: [code, name])
      }
    }
  }

  private static let labelTables = labels.map {
    "CREATE TABLE \($0.table)(code INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;\n"
  }.joined()

  private static let facts = """
    -- What a conversation shows as a whole; a row that is missing is worked out at the next ingest.
    CREATE TABLE conversation_fact(
      conversation INTEGER PRIMARY KEY,  -- conversation.id
      emotion_start TEXT, emotion_end TEXT, turning_turn INTEGER, turning_acts TEXT,
      outcome TEXT NOT NULL, outcome_reason TEXT NOT NULL, handled_by TEXT NOT NULL,
      asked_for_human INTEGER NOT NULL, handed_over INTEGER NOT NULL,
      first_response INTEGER, mean_response INTEGER, longest_wait INTEGER, bot_first_response INTEGER,
      unmeasurable_waits INTEGER NOT NULL,
      purchase_signal TEXT NOT NULL, purchase_end TEXT NOT NULL, missed_because TEXT, seller_fault TEXT,
      wishes TEXT NOT NULL, answered_wishes TEXT NOT NULL, product TEXT, order_id TEXT,
      intent_bits INTEGER NOT NULL, matter_bits INTEGER NOT NULL, closed_by_bot INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX conversation_by_customer ON conversation(customer, started);

    CREATE TABLE shop_order(
      order_id TEXT PRIMARY KEY, shop INTEGER, customer INTEGER, product INTEGER,  -- name.id
      amount INTEGER,                                                              -- hundredths of the currency
      created INTEGER, paid INTEGER, refunded INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX shop_order_by_customer ON shop_order(customer, paid);
    CREATE INDEX shop_order_by_payment ON shop_order(paid);
    """

  /// Columns of `conversation_fact` since version 3; all facts are worked out again.
  private static let moreFacts =
    "DELETE FROM conversation_fact;\n"
    + [
      "reached_human INTEGER", "served_by TEXT", "problems TEXT", "remedies TEXT", "unmet_feelings INTEGER",
      "answers INTEGER",
      "repeated_answers INTEGER", "repeater_answers INTEGER", "navigator_answers INTEGER",
      "mind_reader_answers INTEGER", "bargained_about TEXT", "bargain_reply TEXT", "campaigns TEXT",
      "attributes TEXT", "audiences TEXT", "occasions TEXT", "competitors TEXT", "tagged_turns INTEGER",
      "unsure_turns INTEGER",
    ].map { "ALTER TABLE conversation_fact ADD COLUMN \($0);\n" }.joined()

  /// The conversations that `conversation_fact` has no row for: every transaction that adds a conversation, or adds or
  /// removes its facts, says so here, so that nobody has to search all of them.
  private static let withoutFacts =
    "CREATE TABLE conversation_without_facts(conversation INTEGER PRIMARY KEY) STRICT;"

  /// An order of several products has a row for each.
  private static let orderLines = """
    CREATE TABLE order_line(
      order_id TEXT, product INTEGER,          -- name.id; 0: no product is told
      shop INTEGER, customer INTEGER,          -- name.id
      amount INTEGER,                          -- hundredths of the currency
      created INTEGER, paid INTEGER, refunded INTEGER,
      PRIMARY KEY(order_id, product)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO order_line
      SELECT order_id, coalesce(product, 0), shop, customer, amount, created, paid, refunded FROM shop_order;
    DROP TABLE shop_order;
    ALTER TABLE order_line RENAME TO shop_order;
    CREATE INDEX shop_order_by_customer ON shop_order(customer, paid);
    CREATE INDEX shop_order_by_payment ON shop_order(paid);
    """

  private static let tables =
    labelTables + """
      CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
      -- The offsets from UTC of the zone that the views show times in, each from a moment on.
      CREATE TABLE zone_offset(since INTEGER PRIMARY KEY, seconds INTEGER NOT NULL, suffix TEXT NOT NULL) STRICT;
      INSERT INTO zone_offset VALUES (-9223372036854775808, 0, 'Z');
      -- Ids and names of exports (shops, channels, people, products, orders), each once.
      CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
      CREATE TABLE tagger(id INTEGER PRIMARY KEY, rules TEXT NOT NULL, model TEXT NOT NULL, UNIQUE(rules, model)) STRICT;

      CREATE TABLE conversation(
        id INTEGER PRIMARY KEY,
        conversation_id TEXT NOT NULL,
        shop INTEGER, channel INTEGER, customer INTEGER,  -- name.id
        started INTEGER, ended INTEGER,
        turns INTEGER NOT NULL, customer_turns INTEGER NOT NULL, agent_turns INTEGER NOT NULL, bot_turns INTEGER NOT NULL,
        worst_emotion INTEGER, price_sensitivity INTEGER, purchase_signal INTEGER, service_stage INTEGER,
        last_speaker INTEGER,
        intents INTEGER NOT NULL  -- packed as turn.labels: by number of turns, then as they came
      ) STRICT;
      CREATE INDEX conversation_by_id ON conversation(conversation_id);

      CREATE TABLE turn(
        id INTEGER PRIMARY KEY,   -- conversation.id << 24 | position
        tags INTEGER NOT NULL,    -- speaker | type << 3 | emotion << 7 | intensity << 11 | price << 13 | purchase << 16 | stage << 19
        labels INTEGER,           -- intents or acts: code + 1, a byte each, most important lowest; NULL: not tagged
        time INTEGER,
        number INTEGER,           -- as the export gave it
        speaker_name INTEGER, customer INTEGER, product INTEGER, order_name INTEGER,  -- name.id
        message INTEGER,          -- 64-bit hash of the message id
        tagger INTEGER NOT NULL, file INTEGER NOT NULL,
        scores BLOB,              -- confidences in 1/200: emotion, price, purchase, intents; or stage, acts
        text TEXT NOT NULL
      ) STRICT;
      -- What a turn was before another export changed it.
      CREATE TABLE turn_update(
        id INTEGER PRIMARY KEY, turn INTEGER NOT NULL, file INTEGER NOT NULL, tags INTEGER NOT NULL, text TEXT NOT NULL
      ) STRICT;

      CREATE TABLE run(
        id INTEGER PRIMARY KEY, command TEXT NOT NULL, started INTEGER NOT NULL, finished INTEGER, status TEXT NOT NULL,
        tagger INTEGER NOT NULL, is_redacted INTEGER NOT NULL, zone TEXT NOT NULL, duxin_version TEXT NOT NULL
      ) STRICT;
      CREATE TABLE file(
        id INTEGER PRIMARY KEY, run INTEGER NOT NULL, path TEXT NOT NULL,
        file_hash BLOB, content_hash BLOB, size INTEGER,
        format TEXT, preset TEXT, encoding TEXT, reading TEXT NOT NULL DEFAULT '',
        started INTEGER NOT NULL, finished INTEGER, status TEXT NOT NULL, same_as INTEGER,
        read INTEGER NOT NULL DEFAULT 0, stored INTEGER NOT NULL DEFAULT 0, duplicates INTEGER NOT NULL DEFAULT 0,
        updated INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0, warnings INTEGER NOT NULL DEFAULT 0,
        first_time INTEGER, last_time INTEGER
      ) STRICT;
      CREATE INDEX file_by_content ON file(content_hash);
      CREATE INDEX file_by_hash ON file(file_hash);
      -- Problems: how many of each code a file has (exact), and the first of them (at most 10,000 a file).
      CREATE TABLE problem_count(
        file INTEGER, code TEXT, severity TEXT, count INTEGER NOT NULL, PRIMARY KEY(file, code, severity)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE reject(
        id INTEGER PRIMARY KEY, file INTEGER NOT NULL, line INTEGER NOT NULL, byte INTEGER NOT NULL,
        column INTEGER NOT NULL, severity TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, raw BLOB NOT NULL
      ) STRICT;
      CREATE INDEX reject_by_file ON reject(file);
      """
}
