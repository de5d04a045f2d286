-- about: Shops and channels: conversations, how they ended, how customers felt, and the wait for a person in seconds
-- parameters: since, until, shop
SELECT shop, channel, count(*) AS conversations, sum(outcome = 'unresolved') AS unresolved,
  sum(worst_emotion IN ('anxious', 'confused', 'disappointed', 'angry')) AS negative,
  sum(purchase_signal IN ('weak', 'strong')) AS interested, sum(asked_for_human) AS asked_for_human,
  round(avg(first_response), 1) AS mean_first_response
FROM v_conversation
WHERE (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY shop, channel ORDER BY conversations DESC, shop, channel
