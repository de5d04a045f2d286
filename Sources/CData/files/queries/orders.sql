-- about: Orders, and the conversation that came before their payment
-- parameters: since, until, shop, limit
SELECT order_id, customer_id, shop, product, amount, created, paid, refunded, conversation_id
FROM v_order
WHERE (:since IS NULL OR paid >= :since) AND (:until IS NULL OR paid < :until) AND (:shop IS NULL OR shop = :shop)
ORDER BY paid DESC, order_id LIMIT coalesce(:limit, 200)
