-- about: Conversations by the longest wait for a person, in seconds
-- parameters: since, until, shop, limit
SELECT conversation_id, shop, started, handled_by, first_response, mean_response, longest_wait, bot_first_response
FROM v_conversation
WHERE longest_wait IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
ORDER BY longest_wait DESC, conversation_id LIMIT coalesce(:limit, 200)
