-- about: When customers write: turns by hour of the day, and how many feel bad
-- parameters: since, until
SELECT substr(timestamp, 12, 2) AS hour, count(*) AS turns,
  sum(emotion IN ('anxious', 'confused', 'disappointed', 'angry')) AS negative
FROM v_turn
WHERE speaker = 'customer' AND timestamp IS NOT NULL AND (:since IS NULL OR timestamp >= :since) AND (:until IS NULL OR timestamp < :until)
GROUP BY hour ORDER BY hour
