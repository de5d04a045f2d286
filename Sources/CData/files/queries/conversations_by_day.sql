-- about: Conversations by the day they began, with the counts behind the key figures
-- parameters: since, until, shop
SELECT substr(started, 1, 10) AS day, count(*) AS conversations, count(DISTINCT customer_id) AS customers,
  sum(turns) AS turns, sum(problems <> '') AS with_problem,
  sum(worst_emotion IN ('anxious', 'confused', 'disappointed', 'angry')) AS negative,
  sum(worst_emotion = 'angry') AS angry, sum(purchase_signal IN ('weak', 'strong')) AS interested,
  sum(purchase_signal = 'strong') AS ready_to_buy, sum(price_sensitivity IN ('medium', 'high')) AS caring_for_price,
  sum(outcome = 'unresolved') AS unresolved, sum(unmet_feelings > 0) AS with_unmet_feeling,
  sum(repeated_answers > 0) AS with_repeated_answers
FROM v_conversation
WHERE started IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY day ORDER BY day
