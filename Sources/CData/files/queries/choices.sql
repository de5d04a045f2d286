-- about: For whom, for what, and compared with whom, by conversations
-- parameters: since, until, shop
WITH named AS (
  SELECT 'audience' AS kind, part.value AS choice, product
  FROM v_conversation, json_each('["' || replace(audiences, ',', '","') || '"]') part
  WHERE audiences <> '' AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
  UNION ALL
  SELECT 'occasion' AS kind, part.value AS choice, product
  FROM v_conversation, json_each('["' || replace(occasions, ',', '","') || '"]') part
  WHERE occasions <> '' AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
  UNION ALL
  SELECT 'competitor' AS kind, part.value AS choice, product
  FROM v_conversation, json_each('["' || replace(competitors, ',', '","') || '"]') part
  WHERE competitors <> '' AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
)
SELECT kind, choice, product, count(*) AS conversations
FROM named GROUP BY kind, choice, product ORDER BY kind, conversations DESC, choice, product
