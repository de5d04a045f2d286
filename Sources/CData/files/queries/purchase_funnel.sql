-- about: Conversations with a wish to buy, and those of them that were ready to, by shop and channel
-- parameters: since, until, shop
SELECT shop, channel, count(*) AS conversations, sum(purchase_signal IN ('weak', 'strong')) AS interested,
  sum(purchase_signal = 'strong') AS ready
FROM v_conversation
WHERE (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until) AND (:shop IS NULL OR shop = :shop)
GROUP BY shop, channel ORDER BY interested DESC, shop, channel
