-- about: Products by conversations with a problem
-- parameters: since, until, shop
SELECT product, count(*) AS conversations, sum(problems <> '') AS with_problem,
  sum(worst_emotion IN ('anxious', 'confused', 'disappointed', 'angry')) AS negative, sum(outcome = 'resolved') AS resolved,
  sum(outcome = 'unresolved') AS unresolved
FROM v_conversation
WHERE product IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY product ORDER BY with_problem DESC, product
