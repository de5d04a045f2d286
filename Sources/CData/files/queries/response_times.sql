-- about: First waits for people and for bots, in seconds, and how many were short
-- parameters: since, until, shop
WITH wait(answered_by, first, longest) AS (
  SELECT 'agent', first_response, longest_wait FROM v_conversation
  WHERE (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
  UNION ALL
  SELECT 'bot', bot_first_response, NULL FROM v_conversation
  WHERE (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
)
SELECT answered_by, count(first) AS first_responses, round(avg(first), 1) AS mean_first_response,
  sum(first <= 30) AS within_30_s, sum(first <= 180) AS within_3_min, max(longest) AS longest_wait
FROM wait GROUP BY answered_by HAVING count(first) > 0 ORDER BY answered_by
