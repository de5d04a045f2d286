-- about: Turns that a later export changed: the text before and now
-- parameters: limit
SELECT t.conversation_id, t.turn, u.text AS text_before, t.text AS text_now, f.path AS changed_by
FROM turn_update u JOIN turn b ON b.id = u.turn JOIN conversation c ON c.id = b.id >> 24
JOIN v_turn t ON t.conversation_id = c.conversation_id AND t.turn = coalesce(b.number, b.id & 0xFFFFFF)
JOIN file f ON f.id = u.file ORDER BY u.id DESC LIMIT coalesce(:limit, 100)
