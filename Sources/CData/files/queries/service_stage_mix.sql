-- about: At which stage each agent and bot answers: turns, and the share of each stage among real answers
-- parameters: since, until, shop
WITH given AS (
  SELECT speaker, speaker_id, service_stage, count(*) AS n FROM v_turn
  WHERE service_stage IS NOT NULL AND conversation_id IN (
    SELECT conversation_id FROM v_conversation
    WHERE (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until) AND (:shop IS NULL OR shop = :shop)
  )
  GROUP BY 1, 2, 3
)
SELECT speaker, speaker_id, sum(n) AS turns,
  sum(iif(service_stage = 'repeater', n, 0)) AS repeater, sum(iif(service_stage = 'navigator', n, 0)) AS navigator,
  sum(iif(service_stage = 'mind_reader', n, 0)) AS mind_reader,
  round(100.0 * sum(iif(service_stage = 'repeater', n, 0)) / nullif(sum(iif(service_stage <> 'none', n, 0)), 0), 1)
    AS repeater_percent
FROM given GROUP BY speaker, speaker_id ORDER BY turns DESC, speaker, speaker_id
