-- about: How much price matters, by channel: conversations by their highest level, and where the wish to buy ended
-- parameters: since, until, shop
SELECT channel, count(*) AS conversations, sum(price_sensitivity = 'high') AS high,
  sum(price_sensitivity = 'medium') AS medium, sum(price_sensitivity = 'low') AS low,
  sum(purchase_end = 'promised') AS promised, sum(purchase_end = 'missed') AS missed
FROM v_conversation
WHERE channel IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY channel ORDER BY conversations DESC, channel
