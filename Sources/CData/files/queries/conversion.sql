-- about: Inquiries of known customers by purchase signal, and how many were followed by a paid order within four days
-- parameters: since, until, shop
SELECT c.purchase_signal, count(*) AS inquiries,
  sum(EXISTS (SELECT 1 FROM v_order o WHERE o.conversation_id = c.conversation_id)) AS with_order,
  round(avg((SELECT avg(amount) FROM v_order o WHERE o.conversation_id = c.conversation_id)), 2) AS mean_amount
FROM v_conversation c
WHERE c.purchase_end <> 'none' AND c.customer_id IS NOT NULL AND c.started IS NOT NULL
  AND (:since IS NULL OR c.started >= :since) AND (:until IS NULL OR c.started < :until)
  AND (:shop IS NULL OR c.shop = :shop)
GROUP BY c.purchase_signal ORDER BY inquiries DESC, c.purchase_signal
