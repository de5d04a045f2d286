-- about: One conversation as it was said, with its tags
-- parameters: conversation
SELECT turn, timestamp, speaker, text, intents, emotion, price_sensitivity, purchase_signal, acts, service_stage
FROM v_turn WHERE conversation_id = :conversation ORDER BY timestamp, turn
