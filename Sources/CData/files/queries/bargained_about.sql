-- about: What customers bargained about, by conversations; one may be about several things
-- parameters: since, until, shop
SELECT part.value AS bargain, count(*) AS conversations
FROM v_conversation, json_each('["' || replace(bargained_about, ',', '","') || '"]') part
WHERE bargained_about <> '' AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY bargain ORDER BY conversations DESC, bargain
