-- about: How much price matters: conversations by their highest level
-- parameters: since, until, shop
SELECT coalesce(price_sensitivity, 'none') AS level, count(*) AS conversations,
  round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS percent
FROM v_conversation
WHERE (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until) AND (:shop IS NULL OR shop = :shop)
GROUP BY level ORDER BY conversations DESC, level
