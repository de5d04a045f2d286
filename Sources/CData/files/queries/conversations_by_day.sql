-- about: Conversations, customers and turns by the day they began
-- parameters: since, until, shop
SELECT substr(started, 1, 10) AS day, count(*) AS conversations, count(DISTINCT customer_id) AS customers,
  sum(turns) AS turns, sum(worst_emotion = 'angry') AS angry, sum(purchase_signal = 'strong') AS ready_to_buy
FROM v_conversation
WHERE started IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until) AND (:shop IS NULL OR shop = :shop)
GROUP BY day ORDER BY day
