-- about: Conversations by who handled them: how they ended, and how often a person was asked for
-- parameters: since, until, shop
SELECT handled_by, count(*) AS conversations, sum(outcome = 'resolved') AS resolved,
  sum(outcome = 'unresolved') AS unresolved, sum(asked_for_human) AS asked_for_human,
  sum(handed_over) AS handed_over, sum(repeat_of IS NOT NULL) AS came_again
FROM v_conversation
WHERE handled_by IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY handled_by ORDER BY conversations DESC, handled_by
