-- about: Problems by product, by distinct conversations: the product that most turns of a conversation name
-- parameters: since, until, shop, intent
WITH RECURSIVE asked AS (
  SELECT conversation_id FROM v_conversation
  WHERE (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until) AND (:shop IS NULL OR shop = :shop)
), named AS (
  SELECT conversation_id, product, row_number() OVER (PARTITION BY conversation_id ORDER BY count(*) DESC, min(turn)) AS rank
  FROM v_turn WHERE product IS NOT NULL AND conversation_id IN (SELECT conversation_id FROM asked)
  GROUP BY conversation_id, product
), part(conversation_id, turn, negative, price, place, intent, rest) AS (
  SELECT conversation_id, turn, emotion IN ('anxious', 'confused', 'disappointed', 'angry'), price_sensitivity, 0, '',
    intents || ','
  FROM v_turn WHERE speaker = 'customer' AND intents <> '' AND conversation_id IN (SELECT conversation_id FROM asked)
  UNION ALL
  SELECT conversation_id, turn, negative, price, place + 1, substr(rest, 1, instr(rest, ',') - 1),
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
SELECT n.product, j.intent, count(DISTINCT j.conversation_id) AS conversations
FROM judged j JOIN named n ON n.conversation_id = j.conversation_id AND n.rank = 1
WHERE (is_problem OR negative AND NOT has_problem AND place = first) AND (:intent IS NULL OR j.intent = :intent)
GROUP BY n.product, j.intent ORDER BY conversations DESC, n.product, j.intent
