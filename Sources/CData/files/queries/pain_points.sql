-- about: Problems that customers have, by distinct conversations, with how many of them end in anger or disappointment
-- parameters: since, until
WITH RECURSIVE part(conversation_id, shop, worst_emotion, intent, rest) AS (
  SELECT conversation_id, shop, worst_emotion, '', intents || ',' FROM v_conversation
  WHERE (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  UNION ALL
  SELECT conversation_id, shop, worst_emotion, substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1)
  FROM part WHERE rest <> ''
)
SELECT intent, count(*) AS conversations,
  sum(worst_emotion IN ('angry', 'disappointed')) AS angry_or_disappointed,
  round(100.0 * sum(worst_emotion IN ('angry', 'disappointed')) / count(*), 1) AS percent
FROM part
WHERE intent IN ('complaint', 'quality_issue', 'wrong_missing_item', 'delivery_exception', 'urge_delivery',
  'refund_status', 'return_refund', 'exchange', 'repair_warranty', 'price_protection', 'human_agent', 'follow_up')
GROUP BY intent ORDER BY conversations DESC, intent
