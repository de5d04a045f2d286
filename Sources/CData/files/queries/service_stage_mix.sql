-- about: At which stage each agent and bot answers: turns, and the share of each stage among real answers
-- parameters: since, until
SELECT speaker, speaker_id, count(*) AS turns,
  sum(service_stage = 'repeater') AS repeater, sum(service_stage = 'navigator') AS navigator,
  sum(service_stage = 'mind_reader') AS mind_reader,
  round(100.0 * sum(service_stage = 'repeater') / nullif(sum(service_stage <> 'none'), 0), 1) AS repeater_percent
FROM v_turn
WHERE service_stage IS NOT NULL AND (:since IS NULL OR timestamp >= :since) AND (:until IS NULL OR timestamp < :until)
GROUP BY speaker, speaker_id ORDER BY turns DESC, speaker, speaker_id
