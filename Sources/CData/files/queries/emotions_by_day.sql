-- about: How customers feel, by day: turns of each emotion
-- parameters: since, until
SELECT substr(timestamp, 1, 10) AS day, count(*) AS turns,
  sum(emotion = 'satisfied') AS satisfied, sum(emotion = 'neutral') AS neutral, sum(emotion = 'confused') AS confused,
  sum(emotion = 'anxious') AS anxious, sum(emotion = 'disappointed') AS disappointed, sum(emotion = 'angry') AS angry
FROM v_turn
WHERE emotion IS NOT NULL AND (:since IS NULL OR timestamp >= :since) AND (:until IS NULL OR timestamp < :until)
GROUP BY day ORDER BY day
