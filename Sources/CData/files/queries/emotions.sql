-- about: How customers felt in their first words, at worst, and in their last: conversations by emotion
-- parameters: since, until, shop
WITH felt AS (
  SELECT worst_emotion, emotion_start, emotion_end FROM v_conversation
  WHERE worst_emotion IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
), place(emotion, start, worst, last) AS (
  SELECT emotion_start, 1, 0, 0 FROM felt UNION ALL SELECT worst_emotion, 0, 1, 0 FROM felt
  UNION ALL SELECT emotion_end, 0, 0, 1 FROM felt
)
SELECT emotion, sum(start) AS at_the_start, sum(worst) AS conversations, sum(last) AS at_the_end,
  round(100.0 * sum(worst) / (SELECT count(*) FROM felt), 1) AS percent
FROM place WHERE emotion IS NOT NULL GROUP BY emotion ORDER BY conversations DESC, emotion
