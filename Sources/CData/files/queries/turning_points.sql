-- about: Conversations in which a bad feeling turned, and what service had done just before
-- parameters: since, until, shop, limit
SELECT conversation_id, shop, started, emotion_start, worst_emotion, emotion_end, turning_turn, turning_acts
FROM v_conversation
WHERE turning_turn IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
ORDER BY started DESC, conversation_id LIMIT coalesce(:limit, 200)
