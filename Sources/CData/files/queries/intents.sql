-- about: What customers want: turns by intent
-- parameters: since, until
WITH RECURSIVE part(intent, rest) AS (
  SELECT '', intents || ',' FROM v_turn
  WHERE speaker = 'customer' AND intents <> '' AND (:since IS NULL OR timestamp >= :since) AND (:until IS NULL OR timestamp < :until)
  UNION ALL
  SELECT substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1) FROM part WHERE rest <> ''
)
SELECT intent, count(*) AS turns FROM part WHERE intent <> '' GROUP BY intent ORDER BY turns DESC, intent
