-- about: Products by the share of customer turns with a bad feeling (10 turns or more)
-- parameters: since, until
SELECT product, count(*) AS turns,
  sum(emotion IN ('anxious', 'confused', 'disappointed', 'angry')) AS negative,
  round(100.0 * sum(emotion IN ('anxious', 'confused', 'disappointed', 'angry')) / count(*), 1) AS percent
FROM v_turn
WHERE product IS NOT NULL AND emotion IS NOT NULL AND (:since IS NULL OR timestamp >= :since) AND (:until IS NULL OR timestamp < :until)
GROUP BY product HAVING count(*) >= 10 ORDER BY percent DESC, turns DESC, product
