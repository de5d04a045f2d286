-- about: Tagged turns by shop, and those with a tag that the tagger is not sure of
-- parameters: since, until, shop
SELECT shop, sum(tagged_turns) AS turns, sum(unsure_turns) AS unsure,
  round(100.0 * sum(unsure_turns) / nullif(sum(tagged_turns), 0), 1) AS percent
FROM v_conversation
WHERE (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY shop ORDER BY turns DESC, shop
