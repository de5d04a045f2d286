-- about: Conversations in which the customer had the last word and asked for more than a good-bye
-- parameters: since, until, limit
SELECT conversation_id, shop, customer_id, started, ended, turns, worst_emotion, intents
FROM v_conversation
WHERE last_speaker = 'customer' AND intents NOT IN ('', 'ack', 'thanks_bye', 'greeting', 'ack,thanks_bye', 'thanks_bye,ack')
  AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
ORDER BY ended DESC, conversation_id LIMIT coalesce(:limit, 200)
