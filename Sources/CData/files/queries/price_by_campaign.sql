-- about: How much price matters, by the campaigns that were named: conversations by their highest level
-- parameters: since, until, shop
SELECT part.value AS campaign, count(*) AS conversations, sum(price_sensitivity = 'high') AS high,
  sum(price_sensitivity = 'medium') AS medium, sum(price_sensitivity = 'low') AS low,
  sum(purchase_end = 'promised') AS promised, sum(purchase_end = 'missed') AS missed
FROM v_conversation, json_each('["' || replace(campaigns, ',', '","') || '"]') part
WHERE campaigns <> '' AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY campaign ORDER BY conversations DESC, campaign
