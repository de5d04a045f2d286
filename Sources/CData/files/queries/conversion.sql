-- about: From inquiry to order: conversations with a wish to buy and a known customer, and what was paid after them
-- parameters: since, until, shop
-- An inquiry converts when its customer pays within one or four days after it began; an order belongs to the last
-- inquiry before it was paid.
WITH asked AS (
  SELECT conversation_id, customer_id, started, purchase_signal, price_sensitivity, mind_reader_answers,
    navigator_answers, repeater_answers
  FROM v_conversation
  WHERE purchase_end <> 'none' AND customer_id IS NOT NULL AND started IS NOT NULL
    AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
), paid AS (
  SELECT order_id, customer_id, min(conversation_id) AS conversation_id, min(julianday(paid)) AS paid,
    sum(amount) AS amount, max(refunded IS NOT NULL) AS refunded
  FROM v_order WHERE paid IS NOT NULL GROUP BY order_id, customer_id
), inquiry AS (
  SELECT *,
    (SELECT min(p.paid - julianday(a.started)) FROM paid p
     WHERE p.customer_id = a.customer_id AND p.paid >= julianday(a.started)) AS days,
    (SELECT count(*) FROM paid p WHERE p.conversation_id = a.conversation_id) AS orders,
    (SELECT sum(amount) FROM paid p WHERE p.conversation_id = a.conversation_id) AS amount,
    (SELECT sum(refunded) FROM paid p WHERE p.conversation_id = a.conversation_id) AS refunded
  FROM asked a
), grouped AS (
  SELECT 'all' AS name, * FROM inquiry
  UNION ALL SELECT 'signal.' || purchase_signal, * FROM inquiry
  UNION ALL SELECT 'price.' || price_sensitivity, * FROM inquiry
  UNION ALL SELECT 'stage.' || CASE WHEN mind_reader_answers > 0 THEN 'mind_reader'
    WHEN navigator_answers > 0 THEN 'navigator' WHEN repeater_answers > 0 THEN 'repeater' ELSE 'none' END, * FROM inquiry
)
SELECT name AS "group", count(*) AS inquiries, sum(coalesce(days <= 1, 0)) AS paid_within_1_day,
  sum(coalesce(days <= 4, 0)) AS paid_within_4_days, sum(orders) AS orders,
  round(sum(amount) / sum(orders), 2) AS order_value, sum(refunded) AS refunded
FROM grouped GROUP BY name ORDER BY inquiries DESC, name
