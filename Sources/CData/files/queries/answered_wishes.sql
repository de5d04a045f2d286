-- about: Wishes by distinct conversations, and in how many of them they were answered
-- parameters: since, until, shop
WITH RECURSIVE part(answered, intent, rest) AS (
  SELECT ',' || answered_wishes || ',', '', wishes || ',' FROM v_conversation
  WHERE wishes <> '' AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
  UNION ALL
  SELECT answered, substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1) FROM part WHERE rest <> ''
)
SELECT intent, count(*) AS conversations, sum(instr(answered, ',' || intent || ',') > 0) AS answered
FROM part WHERE intent NOT IN ('', 'greeting', 'thanks_bye', 'ack', 'provide_info', 'other')
GROUP BY intent ORDER BY conversations DESC, intent
