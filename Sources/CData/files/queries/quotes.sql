-- about: What customers said, for one intent: quotes with a feeling first
-- parameters: intent, since, until, limit
SELECT conversation_id, turn, timestamp, product, emotion, emotion_intensity, text
FROM v_turn
WHERE speaker = 'customer' AND message_type = 'text'
  AND (:intent IS NULL OR ',' || intents || ',' LIKE '%,' || :intent || ',%') AND (:since IS NULL OR timestamp >= :since) AND (:until IS NULL OR timestamp < :until)
ORDER BY emotion_intensity DESC, timestamp, conversation_id, turn LIMIT coalesce(:limit, 50)
