-- about: Turns in which customers use a wording (parameter text), and their conversations
-- parameters: text, since, until, shop, limit
SELECT t.conversation_id, t.turn, t.timestamp, t.product, t.emotion, t.text
FROM v_turn t
WHERE t.speaker = 'customer' AND instr(lower(t.text), lower(coalesce(:text, ''))) > 0
  AND t.conversation_id IN (
    SELECT conversation_id FROM v_conversation
    WHERE (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
  )
ORDER BY t.timestamp DESC, t.conversation_id, t.turn LIMIT coalesce(:limit, 200)
