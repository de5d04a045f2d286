-- about: When customers write: turns by hour of the day, and how many feel bad
-- parameters: since, until
WITH felt AS (
  SELECT substr(timestamp, 12, 2) AS hour, emotion, count(*) AS n FROM v_turn
  WHERE speaker = 'customer' AND timestamp IS NOT NULL AND (:since IS NULL OR timestamp >= :since) AND (:until IS NULL OR timestamp < :until)
  GROUP BY 1, 2
)
SELECT hour, sum(n) AS turns,
  sum(iif(emotion IN ('anxious', 'confused', 'disappointed', 'angry'), n, 0)) AS negative
FROM felt GROUP BY hour ORDER BY hour
