-- about: How customers feel, by day: turns of each emotion
-- parameters: since, until
WITH felt AS (
  SELECT substr(timestamp, 1, 10) AS day, emotion, count(*) AS n FROM v_turn
  WHERE speaker = 'customer' AND emotion IS NOT NULL AND (:since IS NULL OR timestamp >= :since) AND (:until IS NULL OR timestamp < :until)
  GROUP BY 1, 2
)
SELECT day, sum(n) AS turns,
  sum(iif(emotion = 'satisfied', n, 0)) AS satisfied, sum(iif(emotion = 'neutral', n, 0)) AS neutral,
  sum(iif(emotion = 'confused', n, 0)) AS confused, sum(iif(emotion = 'anxious', n, 0)) AS anxious,
  sum(iif(emotion = 'disappointed', n, 0)) AS disappointed, sum(iif(emotion = 'angry', n, 0)) AS angry
FROM felt GROUP BY day ORDER BY day
