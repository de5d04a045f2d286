-- about: Conversations by who handled them: how they ended, and how often a person was asked for
-- parameters: since, until, shop
SELECT handled_by, count(*) AS conversations, sum(problems <> '') AS with_problem,
  sum(worst_emotion IN ('anxious', 'confused', 'disappointed', 'angry')) AS negative, sum(outcome = 'resolved') AS resolved,
  sum(outcome = 'unresolved') AS unresolved,
  sum(asked_for_human) AS asked_for_human, sum(reached_human) AS reached_human,
  sum(handed_over) AS handed_over, sum(repeat_of IS NOT NULL) AS came_again,
  sum(repeater_answers) AS repeater, sum(navigator_answers) AS navigator, sum(mind_reader_answers) AS mind_reader,
  sum(answers) AS answers, sum(repeated_answers) AS repeated_answers, sum(unmet_feelings) AS unmet_feelings,
  count(first_response) AS first_responses, round(avg(first_response), 1) AS mean_first_response
FROM v_conversation
WHERE handled_by IS NOT NULL AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY handled_by ORDER BY conversations DESC, handled_by
