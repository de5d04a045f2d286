-- about: Conversations whose sale was likely missed, with the customer's reason and the shop's fault
-- parameters: since, until, shop, limit
SELECT conversation_id, shop, product, customer_id, started, missed_because, seller_fault, purchase_signal
FROM v_conversation
WHERE purchase_end = 'missed' AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
ORDER BY purchase_signal = 'strong' DESC, started DESC, conversation_id LIMIT coalesce(:limit, 200)
