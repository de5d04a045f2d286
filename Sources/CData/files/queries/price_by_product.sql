-- about: How much price matters, by product: customer turns of each level
-- parameters: since, until
SELECT product, count(*) AS turns, sum(price_sensitivity = 'low') AS low, sum(price_sensitivity = 'medium') AS medium,
  sum(price_sensitivity = 'high') AS high
FROM v_turn
WHERE product IS NOT NULL AND price_sensitivity IS NOT NULL AND (:since IS NULL OR timestamp >= :since) AND (:until IS NULL OR timestamp < :until)
GROUP BY product ORDER BY high DESC, medium DESC, low DESC, product
