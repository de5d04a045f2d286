-- about: Turns that push on price, newest first, and the next thing that was said
-- parameters: since, until, shop, limit
WITH said AS (
  SELECT conversation_id, turn, timestamp, product, price_sensitivity, text, lead(speaker) OVER talk AS next_speaker,
    lead(acts) OVER talk AS next_acts, lead(text) OVER talk AS next_text
  FROM v_turn WHERE speaker <> 'system' AND conversation_id IN (
    SELECT conversation_id FROM v_conversation
    WHERE price_sensitivity = 'high' AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
      AND (:shop IS NULL OR shop = :shop)
  )
  WINDOW talk AS (PARTITION BY conversation_id ORDER BY timestamp, turn)
)
SELECT conversation_id, turn, timestamp, product, text, next_speaker, next_acts, next_text
FROM said WHERE price_sensitivity = 'high'
ORDER BY timestamp DESC, conversation_id, turn LIMIT coalesce(:limit, 200)
