-- about: Routine matters by conversations: answered by a bot alone, closed by it, and what a bot could take
-- parameters: since, until, shop
WITH asked AS (
  SELECT conversation_id, started, part.value AS intent, handled_by, closed_by_bot, outcome, worst_emotion,
    part.value IN (SELECT value FROM routine) AS is_routine
  FROM v_conversation, json_each('["' || replace(wishes, ',', '","') || '"]') part
  WHERE wishes <> '' AND (:since IS NULL OR started >= :since) AND (:until IS NULL OR started < :until)
  AND (:shop IS NULL OR shop = :shop)
), routine(value) AS (
  VALUES ('product_question'), ('availability'), ('price_inquiry'), ('promotion_inquiry'), ('shipping_terms'),
    ('order_modify'), ('order_cancel'), ('order_status'), ('payment'), ('invoice'), ('dispatch_time'),
    ('logistics_tracking'), ('delivery_arrangement'), ('refund_status'), ('usage_help'), ('review_reward'),
    ('account_membership')
), judged AS (
  SELECT *, min(is_routine OR intent IN ('human_agent', 'follow_up')) OVER (PARTITION BY conversation_id, started)
    AS is_all_routine FROM asked
)
SELECT intent, count(*) AS conversations, sum(handled_by = 'bot') AS by_bot, sum(closed_by_bot) AS closed_by_bot,
  sum(handled_by IN ('person', 'both') AND is_all_routine AND outcome <> 'unresolved'
    AND worst_emotion NOT IN ('disappointed', 'angry')) AS a_bot_could_take
FROM judged WHERE is_routine GROUP BY intent ORDER BY conversations DESC, intent
