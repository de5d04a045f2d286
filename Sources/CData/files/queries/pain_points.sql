-- about: Problems that customers told of, by distinct conversations and customers, and how many with a bad feeling
-- parameters: since, until, shop
-- A problem is an intent that is one in itself, or a bargain that pushes on price; in a turn with a bad feeling and none
-- of these, its first request. The report counts the same.
WITH RECURSIVE asked AS (
  SELECT conversation_id FROM v_conversation
  WHERE (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until) AND (:shop IS NULL OR shop = :shop)
), part(conversation_id, customer_id, turn, negative, price, place, intent, rest) AS (
  SELECT conversation_id, customer_id, turn, emotion IN ('anxious', 'confused', 'disappointed', 'angry'),
    price_sensitivity, 0, '', intents || ','
  FROM v_turn WHERE speaker = 'customer' AND intents <> '' AND conversation_id IN (SELECT conversation_id FROM asked)
  UNION ALL
  SELECT conversation_id, customer_id, turn, negative, price, place + 1, substr(rest, 1, instr(rest, ',') - 1),
    substr(rest, instr(rest, ',') + 1)
  FROM part WHERE rest <> ''
), wish AS (
  SELECT *, intent IN ('urge_delivery', 'delivery_exception', 'quality_issue', 'wrong_missing_item', 'complaint')
    OR intent = 'bargain' AND price = 'high' AS is_problem
  FROM part
  WHERE intent NOT IN ('', 'purchase_intent', 'greeting', 'thanks_bye', 'ack', 'provide_info', 'other')
), judged AS (
  SELECT *, max(is_problem) OVER turn AS has_problem, min(place) OVER turn AS first FROM wish
  WINDOW turn AS (PARTITION BY conversation_id, turn)
)
SELECT intent, count(DISTINCT conversation_id) AS conversations, count(DISTINCT customer_id) AS customers,
  count(DISTINCT iif(negative, conversation_id, NULL)) AS negative,
  round(100.0 * count(DISTINCT conversation_id) / (SELECT count(*) FROM asked), 1) AS percent
FROM judged WHERE is_problem OR negative AND NOT has_problem AND place = first
GROUP BY intent ORDER BY conversations DESC, intent
