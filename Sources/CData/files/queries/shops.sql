-- about: Shops and channels: conversations, how they ended, how customers felt, stages of answers, waits in seconds
-- parameters: since, until, shop
SELECT shop, channel, count(*) AS conversations, sum(problems <> '') AS with_problem,
  sum(worst_emotion IN ('anxious', 'confused', 'disappointed', 'angry')) AS negative, sum(outcome = 'resolved') AS resolved,
  sum(outcome = 'unresolved') AS unresolved,
  sum(purchase_signal IN ('weak', 'strong')) AS interested, sum(price_sensitivity = 'high') AS price_high,
  sum(asked_for_human) AS asked_for_human,
  sum(repeater_answers) AS repeater, sum(navigator_answers) AS navigator, sum(mind_reader_answers) AS mind_reader,
  sum(answers) AS answers, sum(repeated_answers) AS repeated_answers, sum(unmet_feelings) AS unmet_feelings,
  count(first_response) AS first_responses, round(avg(first_response), 1) AS mean_first_response
FROM v_conversation
WHERE (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
GROUP BY shop, channel ORDER BY conversations DESC, shop, channel
