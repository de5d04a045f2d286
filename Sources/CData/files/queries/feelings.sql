-- about: Bad feelings of customers and the next thing that was said, strongest first
-- parameters: since, until, shop, limit
WITH said AS (
  SELECT conversation_id, turn, timestamp, emotion, emotion_intensity, text, lead(speaker) OVER talk AS next_speaker,
    lead(acts) OVER talk AS next_acts, lead(service_stage) OVER talk AS next_stage, lead(text) OVER talk AS next_text
  FROM v_turn WHERE speaker <> 'system' AND conversation_id IN (
    SELECT conversation_id FROM v_conversation
    WHERE worst_emotion IN ('anxious', 'confused', 'disappointed', 'angry')
      AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until) AND (:shop IS NULL OR shop = :shop)
  )
  WINDOW talk AS (PARTITION BY conversation_id ORDER BY timestamp, turn)
)
SELECT conversation_id, turn, timestamp, emotion, emotion_intensity, text, next_speaker, next_acts, next_stage, next_text
FROM said WHERE emotion IN ('anxious', 'confused', 'disappointed', 'angry')
ORDER BY emotion_intensity DESC, timestamp DESC, conversation_id, turn LIMIT coalesce(:limit, 200)
