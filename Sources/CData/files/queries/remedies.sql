-- about: What service did about each negative feeling, and how often the customer's next words were calm
-- parameters: since, until, shop
SELECT substr(part.value, 1, instr(part.value || '=', '=') - 1) AS remedy, count(*) AS feelings,
  sum(instr(part.value, '=') > 0) AS followed, sum(part.value LIKE '%=eased') AS eased
FROM v_conversation, json_each('["' || replace(remedies, ',', '","') || '"]') part
WHERE remedies <> '' AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY remedy ORDER BY feelings DESC, remedy
