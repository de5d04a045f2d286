-- about: How much price matters, by product: conversations by their highest level, and where the wish to buy ended
-- parameters: since, until, shop
SELECT product, count(*) AS conversations, sum(price_sensitivity = 'high') AS high,
  sum(price_sensitivity = 'medium') AS medium, sum(price_sensitivity = 'low') AS low,
  sum(purchase_end = 'promised') AS promised, sum(purchase_end = 'missed') AS missed
FROM v_conversation
WHERE product IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY product ORDER BY conversations DESC, product
