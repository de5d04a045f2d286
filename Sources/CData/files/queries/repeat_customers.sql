-- about: Customers with more than one conversation
-- parameters: since, until, limit
SELECT customer_id, count(*) AS conversations, min(started) AS first, max(started) AS last,
  sum(worst_emotion IN ('angry', 'disappointed')) AS angry_or_disappointed
FROM v_conversation
WHERE customer_id IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
GROUP BY customer_id HAVING count(*) > 1
ORDER BY conversations DESC, customer_id LIMIT coalesce(:limit, 200)
