-- about: How customers felt at worst: conversations by their worst emotion
-- parameters: since, until, shop
SELECT worst_emotion AS emotion, count(*) AS conversations, round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS percent
FROM v_conversation
WHERE worst_emotion IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until) AND (:shop IS NULL OR shop = :shop)
GROUP BY worst_emotion ORDER BY conversations DESC, emotion
