-- about: What customers want, by distinct conversations, and the turns that say so
-- parameters: since, until, shop
WITH RECURSIVE part(conversation_id, intent, rest) AS (
  SELECT conversation_id, '', intents || ',' FROM v_turn
  WHERE speaker = 'customer' AND intents <> '' AND conversation_id IN (
    SELECT conversation_id FROM v_conversation
    WHERE (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until) AND (:shop IS NULL OR shop = :shop)
  )
  UNION ALL
  SELECT conversation_id, substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1)
  FROM part WHERE rest <> ''
)
SELECT intent, count(DISTINCT conversation_id) AS conversations, count(*) AS turns
FROM part WHERE intent <> '' GROUP BY intent ORDER BY conversations DESC, intent
