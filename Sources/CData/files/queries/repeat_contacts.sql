-- about: Conversations that repeat an earlier one of the same customer on the same matter within seven days
-- parameters: since, until, shop
SELECT conversation_id, repeat_of, customer_id, shop, started, wishes, outcome
FROM v_conversation
WHERE repeat_of IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
ORDER BY started DESC, conversation_id
