-- about: Conversations of customers who were ready to buy, newest first
-- parameters: since, until, limit
SELECT conversation_id, shop, customer_id, started, customer_turns, intents, price_sensitivity, worst_emotion
FROM v_conversation
WHERE purchase_signal = 'strong' AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
ORDER BY started DESC, conversation_id LIMIT coalesce(:limit, 200)
