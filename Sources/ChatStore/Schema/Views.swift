/// The documented views: label names instead of codes, RFC 3339 times in the zone of the database.
enum Views {
  static let turn = """
    CREATE VIEW v_turn AS SELECT
      c.conversation_id,
      coalesce(t.number, t.id & 0xFFFFFF) AS turn,
      \(name("speaker", "t.tags & 7")) AS speaker,
      \(text("t.speaker_name")) AS speaker_id,
      \(text("coalesce(t.customer, c.customer)")) AS customer_id,
      \(time("t.time")) AS timestamp,
      \(text("c.shop")) AS shop,
      \(text("c.channel")) AS channel,
      \(text("t.product")) AS product,
      \(text("t.order_name")) AS order_id,
      \(name("message_type", "t.tags >> 3 & 15")) AS message_type,
      t.text,
      CASE WHEN t.tags & 7 = 0 THEN \(list("intent", "t.labels")) END AS intents,
      CASE WHEN \(customer) THEN \(name("emotion", "t.tags >> 7 & 15")) END AS emotion,
      CASE WHEN \(customer) THEN t.tags >> 11 & 3 END AS emotion_intensity,
      CASE WHEN \(customer) THEN \(name("price_sensitivity", "t.tags >> 13 & 7")) END AS price_sensitivity,
      CASE WHEN \(customer) THEN \(name("purchase_signal", "t.tags >> 16 & 7")) END AS purchase_signal,
      CASE WHEN t.tags & 7 IN (1, 2) THEN \(list("act", "t.labels")) END AS acts,
      CASE WHEN t.tags & 7 IN (1, 2) AND t.labels IS NOT NULL
        THEN \(name("service_stage", "t.tags >> 19 & 7")) END AS service_stage,
      (SELECT rules FROM tagger WHERE id = t.tagger) AS rules_version,
      (SELECT model FROM tagger WHERE id = t.tagger) AS model_version
    FROM turn t JOIN conversation c ON c.id = t.id >> 24 AND t.id >= c.id << 24 AND t.id < (c.id + 1) << 24
    """

  static let conversation = """
    CREATE VIEW v_conversation AS SELECT
      c.conversation_id,
      \(text("c.shop")) AS shop,
      \(text("c.channel")) AS channel,
      \(text("c.customer")) AS customer_id,
      \(time("c.started")) AS started,
      \(time("c.ended")) AS ended,
      c.turns, c.customer_turns, c.agent_turns, c.bot_turns,
      \(list("intent", "c.intents")) AS intents,
      \(name("emotion", "c.worst_emotion")) AS worst_emotion,
      \(name("price_sensitivity", "c.price_sensitivity")) AS price_sensitivity,
      \(name("purchase_signal", "c.purchase_signal")) AS purchase_signal,
      \(name("service_stage", "c.service_stage")) AS service_stage,
      \(name("speaker", "c.last_speaker")) AS last_speaker
    FROM conversation c
    """

  /// `v_conversation` since its facts are stored; seven days are 604,800 seconds.
  static let conversationWithFacts =
    conversation.replacing(
      name("purchase_signal", "c.purchase_signal"),
      with: "coalesce(f.purchase_signal, \(name("purchase_signal", "c.purchase_signal")))"
    ).replacing(
      "\nFROM conversation c",
      with: """
        ,
          f.emotion_start, f.emotion_end, f.turning_turn, f.turning_acts,
          f.outcome, f.outcome_reason, f.handled_by, f.asked_for_human, f.handed_over,
          (SELECT e.conversation_id FROM conversation e JOIN conversation_fact g ON g.conversation = e.id
           WHERE e.customer = c.customer AND e.started < c.started AND e.started >= c.started - 604800000000
             AND g.matter_bits & f.matter_bits <> 0
             AND CASE WHEN g.order_id IS NOT NULL AND f.order_id IS NOT NULL THEN g.order_id = f.order_id
               ELSE g.product IS NULL OR f.product IS NULL OR g.product = f.product END
           ORDER BY e.started DESC LIMIT 1) AS repeat_of,
          f.first_response, f.mean_response, f.longest_wait, f.bot_first_response, f.unmeasurable_waits,
          f.purchase_end, f.missed_because, f.seller_fault, f.wishes, f.answered_wishes, f.product, f.order_id
        FROM conversation c LEFT JOIN conversation_fact f ON f.conversation = c.id
        """)

  /// `v_conversation` since version 3.
  static let conversationWithMoreFacts =
    conversationWithFacts.replacing(
      "\nFROM conversation c LEFT JOIN",
      with: """
        ,
          f.reached_human, f.served_by, f.problems, f.remedies, f.unmet_feelings, f.answers, f.repeated_answers,
          f.repeater_answers, f.navigator_answers, f.mind_reader_answers, f.bargained_about, f.bargain_reply, f.campaigns, f.attributes,
          f.audiences, f.occasions, f.competitors, f.closed_by_bot, f.tagged_turns, f.unsure_turns
        FROM conversation c LEFT JOIN
        """)

  static let order = """
    CREATE VIEW v_order AS SELECT
      o.order_id,
      \(text("o.customer")) AS customer_id,
      \(text("o.shop")) AS shop,
      \(text("o.product")) AS product,
      o.amount / 100.0 AS amount,
      \(time("o.created")) AS created,
      \(time("o.paid")) AS paid,
      \(time("o.refunded")) AS refunded,
      (SELECT c.conversation_id FROM conversation c WHERE c.customer = o.customer AND c.started <= o.paid
         AND c.started >= o.paid - 345600000000 ORDER BY c.started DESC, c.id DESC LIMIT 1) AS conversation_id
    FROM shop_order o
    """

  private static let customer = "t.tags & 7 = 0 AND t.labels IS NOT NULL"

  private static func name(_ table: String, _ code: String) -> String {
    "(SELECT name FROM \(table) WHERE code = \(code))"
  }

  private static func text(_ id: String) -> String { "(SELECT text FROM name WHERE id = \(id))" }

  /// The names of packed labels (see ``TagCode``), joined by commas; NULL stays NULL, none is an empty text.
  private static func list(_ table: String, _ packed: String) -> String {
    func tail(_ rank: Int) -> String {
      guard rank < 8 else { return "''" }
      let code = "(\(packed) >> \(8 * rank) & 255)"
      let comma = rank == 0 ? "" : "',' || "
      return "CASE WHEN \(code) = 0 THEN '' ELSE \(comma)\(name(table, "\(code) - 1")) || \(tail(rank + 1)) END"
    }
    return "CASE WHEN \(packed) IS NOT NULL THEN \(tail(0)) END"
  }

  /// RFC 3339 text of a column of microseconds, in the zone of `zone_offset`; a fraction only where there is one.
  private static func time(_ micros: String) -> String {
    func zone(_ column: String) -> String {
      "(SELECT \(column) FROM zone_offset WHERE since <= \(micros) ORDER BY since DESC LIMIT 1)"
    }
    let fraction = "((\(micros) % 1000000 + 1000000) % 1000000)"
    return """
      CASE WHEN \(micros) IS NOT NULL THEN
          strftime('%Y-%m-%dT%H:%M:%S', (\(micros) - \(fraction)) / 1000000 + \(zone("seconds")), 'unixepoch')
          || CASE WHEN \(fraction) = 0 THEN ''
               WHEN \(fraction) % 1000 = 0 THEN '.' || substr('00' || (\(fraction) / 1000), -3)
               ELSE '.' || substr('00000' || \(fraction), -6) END
          || \(zone("suffix")) END
      """
  }
}
