-- about: Conversations to read: the worst feelings, the longest first
-- parameters: since, until, limit
SELECT conversation_id, shop, started, turns, customer_turns, worst_emotion, service_stage, last_speaker, intents
FROM v_conversation
WHERE worst_emotion IN ('angry', 'disappointed') AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
ORDER BY worst_emotion = 'angry' DESC, customer_turns DESC, started, conversation_id LIMIT coalesce(:limit, 50)
