-- about: Conversations by how they ended and why
-- parameters: since, until, shop
SELECT outcome, outcome_reason, count(*) AS conversations
FROM v_conversation
WHERE outcome IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY outcome, outcome_reason ORDER BY conversations DESC, outcome_reason
