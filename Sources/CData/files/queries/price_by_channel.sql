-- about: How much price matters, by shop and channel: conversations by their highest level
-- parameters: since, until
SELECT shop, channel, count(*) AS conversations, sum(price_sensitivity = 'none') AS none,
  sum(price_sensitivity = 'low') AS low, sum(price_sensitivity = 'medium') AS medium,
  sum(price_sensitivity = 'high') AS high
FROM v_conversation
WHERE price_sensitivity IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
GROUP BY shop, channel ORDER BY conversations DESC, shop, channel
