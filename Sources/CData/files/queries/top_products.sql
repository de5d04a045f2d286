-- about: Products that customers talk about most: conversations and customers
-- parameters: since, until, limit
SELECT product, count(DISTINCT conversation_id) AS conversations, count(DISTINCT customer_id) AS customers, count(*) AS turns
FROM v_turn
WHERE product IS NOT NULL AND speaker = 'customer' AND (:since IS NULL OR timestamp >= :since) AND (:until IS NULL OR timestamp < :until)
GROUP BY product ORDER BY conversations DESC, turns DESC, product LIMIT coalesce(:limit, 50)
