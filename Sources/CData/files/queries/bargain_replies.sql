-- about: The best that the shop did about a bargain, and where the wish to buy ended
-- parameters: since, until, shop
SELECT bargain_reply AS reply, count(*) AS conversations, sum(purchase_end = 'promised') AS promised,
  sum(purchase_end = 'missed') AS missed, sum(purchase_end = 'open') AS open,
  sum(coalesce(emotion_end, 'neutral') NOT IN ('anxious', 'confused', 'disappointed', 'angry')) AS calm
FROM v_conversation
WHERE bargain_reply IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY reply ORDER BY conversations DESC, reply
