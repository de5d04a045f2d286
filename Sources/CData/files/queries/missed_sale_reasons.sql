-- about: Likely missed sales by what kept the customer, and by the fault of the shop
-- parameters: since, until, shop
WITH missed AS (
  SELECT missed_because, seller_fault FROM v_conversation
  WHERE purchase_end = 'missed' AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
)
SELECT 'customer' AS side, missed_because AS reason, count(*) AS conversations FROM missed GROUP BY reason
UNION ALL
SELECT 'seller', seller_fault, count(*) FROM missed WHERE seller_fault IS NOT NULL GROUP BY seller_fault
ORDER BY side, conversations DESC, reason
