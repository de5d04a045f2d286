-- about: Conversations to read: by worst and last feeling, outcome, unmet feelings and repeated answers
-- parameters: since, until, shop, limit
WITH felt(emotion, weight) AS (
  VALUES ('satisfied', -1), ('neutral', 0), ('confused', 1), ('anxious', 2), ('disappointed', 3), ('angry', 4)
)
SELECT conversation_id, shop, started, worst_emotion, emotion_end, outcome_reason, unmet_feelings, repeated_answers,
  w.weight + max(0, e.weight) + 2 * (outcome = 'unresolved') + min(unmet_feelings, 3) + min(repeated_answers, 3) AS points
FROM v_conversation JOIN felt w ON w.emotion = worst_emotion JOIN felt e ON e.emotion = emotion_end
WHERE w.weight > 1 AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
ORDER BY points DESC, conversation_id LIMIT coalesce(:limit, 50)
