-- about: Conversations with a wish to buy, those ready to, and where the wish ended, by shop and channel
-- parameters: since, until, shop
SELECT shop, channel, count(*) AS conversations, sum(purchase_signal IN ('weak', 'strong')) AS interested,
  sum(purchase_signal = 'strong') AS ready, sum(purchase_end = 'promised') AS promised,
  sum(purchase_end = 'missed') AS missed, sum(purchase_end = 'open') AS open
FROM v_conversation
WHERE (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY shop, channel ORDER BY interested DESC, shop, channel
