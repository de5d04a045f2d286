-- about: Attributes of products that customers named, by conversations: asked for, praised, blamed
-- parameters: since, until, shop
WITH named AS (
  SELECT product, substr(part.value, 1, instr(part.value, '=') - 1) AS attribute,
    substr(part.value, instr(part.value, '=') + 1) AS stance
  FROM v_conversation, json_each('["' || replace(attributes, ',', '","') || '"]') part
  WHERE attributes <> '' AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
)
SELECT attribute, product, sum(stance = 'asked') AS asked, sum(stance = 'praised') AS praised,
  sum(stance = 'blamed') AS blamed
FROM named GROUP BY attribute, product ORDER BY count(*) DESC, attribute, product
