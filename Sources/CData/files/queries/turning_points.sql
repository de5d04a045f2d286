-- about: What service had just done where a bad feeling turned, by conversations; it may be several things
-- parameters: since, until, shop
SELECT part.value AS act, count(*) AS conversations
FROM v_conversation, json_each('["' || replace(turning_acts, ',', '","') || '"]') part
WHERE turning_acts <> '' AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY act ORDER BY conversations DESC, act
