// The files of files/queries. A new file: its bytes, and its line in the table, both in the order of names.
#include "CData.h"

static const uint8_t answered_wishes[] = {
#embed "files/queries/answered_wishes.sql"
};
static const uint8_t attributes[] = {
#embed "files/queries/attributes.sql"
};
static const uint8_t automation[] = {
#embed "files/queries/automation.sql"
};
static const uint8_t bargain_replies[] = {
#embed "files/queries/bargain_replies.sql"
};
static const uint8_t bargained_about[] = {
#embed "files/queries/bargained_about.sql"
};
static const uint8_t bargains[] = {
#embed "files/queries/bargains.sql"
};
static const uint8_t certainty[] = {
#embed "files/queries/certainty.sql"
};
static const uint8_t choices[] = {
#embed "files/queries/choices.sql"
};
static const uint8_t conversations_by_day[] = {
#embed "files/queries/conversations_by_day.sql"
};
static const uint8_t conversion[] = {
#embed "files/queries/conversion.sql"
};
static const uint8_t emotions[] = {
#embed "files/queries/emotions.sql"
};
static const uint8_t emotions_by_day[] = {
#embed "files/queries/emotions_by_day.sql"
};
static const uint8_t emotions_by_product[] = {
#embed "files/queries/emotions_by_product.sql"
};
static const uint8_t feelings[] = {
#embed "files/queries/feelings.sql"
};
static const uint8_t files_seen[] = {
#embed "files/queries/files.sql"
};
static const uint8_t handling[] = {
#embed "files/queries/handling.sql"
};
static const uint8_t hours[] = {
#embed "files/queries/hours.sql"
};
static const uint8_t intents[] = {
#embed "files/queries/intents.sql"
};
static const uint8_t missed_sale_reasons[] = {
#embed "files/queries/missed_sale_reasons.sql"
};
static const uint8_t missed_sales[] = {
#embed "files/queries/missed_sales.sql"
};
static const uint8_t orders[] = {
#embed "files/queries/orders.sql"
};
static const uint8_t outcomes[] = {
#embed "files/queries/outcomes.sql"
};
static const uint8_t pain_points[] = {
#embed "files/queries/pain_points.sql"
};
static const uint8_t pain_points_by_product[] = {
#embed "files/queries/pain_points_by_product.sql"
};
static const uint8_t price_by_campaign[] = {
#embed "files/queries/price_by_campaign.sql"
};
static const uint8_t price_by_channel[] = {
#embed "files/queries/price_by_channel.sql"
};
static const uint8_t price_by_product[] = {
#embed "files/queries/price_by_product.sql"
};
static const uint8_t price_sensitivity[] = {
#embed "files/queries/price_sensitivity.sql"
};
static const uint8_t products[] = {
#embed "files/queries/products.sql"
};
static const uint8_t purchase_funnel[] = {
#embed "files/queries/purchase_funnel.sql"
};
static const uint8_t purchase_signals[] = {
#embed "files/queries/purchase_signals.sql"
};
static const uint8_t quotes[] = {
#embed "files/queries/quotes.sql"
};
static const uint8_t rejects[] = {
#embed "files/queries/rejects.sql"
};
static const uint8_t remedies[] = {
#embed "files/queries/remedies.sql"
};
static const uint8_t repeat_contacts[] = {
#embed "files/queries/repeat_contacts.sql"
};
static const uint8_t repeat_customers[] = {
#embed "files/queries/repeat_customers.sql"
};
static const uint8_t response_times[] = {
#embed "files/queries/response_times.sql"
};
static const uint8_t runs[] = {
#embed "files/queries/runs.sql"
};
static const uint8_t servers[] = {
#embed "files/queries/servers.sql"
};
static const uint8_t service_stage_mix[] = {
#embed "files/queries/service_stage_mix.sql"
};
static const uint8_t shops[] = {
#embed "files/queries/shops.sql"
};
static const uint8_t top_products[] = {
#embed "files/queries/top_products.sql"
};
static const uint8_t transcript[] = {
#embed "files/queries/transcript.sql"
};
static const uint8_t turning_points[] = {
#embed "files/queries/turning_points.sql"
};
static const uint8_t unanswered[] = {
#embed "files/queries/unanswered.sql"
};
static const uint8_t updates[] = {
#embed "files/queries/updates.sql"
};
static const uint8_t waits[] = {
#embed "files/queries/waits.sql"
};
static const uint8_t wording[] = {
#embed "files/queries/wording.sql"
};
static const uint8_t worst_conversations[] = {
#embed "files/queries/worst_conversations.sql"
};

static const struct cdata_file files[] = {
    {"answered_wishes.sql", answered_wishes, sizeof answered_wishes},
    {"attributes.sql", attributes, sizeof attributes},
    {"automation.sql", automation, sizeof automation},
    {"bargain_replies.sql", bargain_replies, sizeof bargain_replies},
    {"bargained_about.sql", bargained_about, sizeof bargained_about},
    {"bargains.sql", bargains, sizeof bargains},
    {"certainty.sql", certainty, sizeof certainty},
    {"choices.sql", choices, sizeof choices},
    {"conversations_by_day.sql", conversations_by_day, sizeof conversations_by_day},
    {"conversion.sql", conversion, sizeof conversion},
    {"emotions.sql", emotions, sizeof emotions},
    {"emotions_by_day.sql", emotions_by_day, sizeof emotions_by_day},
    {"emotions_by_product.sql", emotions_by_product, sizeof emotions_by_product},
    {"feelings.sql", feelings, sizeof feelings},
    {"files.sql", files_seen, sizeof files_seen},
    {"handling.sql", handling, sizeof handling},
    {"hours.sql", hours, sizeof hours},
    {"intents.sql", intents, sizeof intents},
    {"missed_sale_reasons.sql", missed_sale_reasons, sizeof missed_sale_reasons},
    {"missed_sales.sql", missed_sales, sizeof missed_sales},
    {"orders.sql", orders, sizeof orders},
    {"outcomes.sql", outcomes, sizeof outcomes},
    {"pain_points.sql", pain_points, sizeof pain_points},
    {"pain_points_by_product.sql", pain_points_by_product, sizeof pain_points_by_product},
    {"price_by_campaign.sql", price_by_campaign, sizeof price_by_campaign},
    {"price_by_channel.sql", price_by_channel, sizeof price_by_channel},
    {"price_by_product.sql", price_by_product, sizeof price_by_product},
    {"price_sensitivity.sql", price_sensitivity, sizeof price_sensitivity},
    {"products.sql", products, sizeof products},
    {"purchase_funnel.sql", purchase_funnel, sizeof purchase_funnel},
    {"purchase_signals.sql", purchase_signals, sizeof purchase_signals},
    {"quotes.sql", quotes, sizeof quotes},
    {"rejects.sql", rejects, sizeof rejects},
    {"remedies.sql", remedies, sizeof remedies},
    {"repeat_contacts.sql", repeat_contacts, sizeof repeat_contacts},
    {"repeat_customers.sql", repeat_customers, sizeof repeat_customers},
    {"response_times.sql", response_times, sizeof response_times},
    {"runs.sql", runs, sizeof runs},
    {"servers.sql", servers, sizeof servers},
    {"service_stage_mix.sql", service_stage_mix, sizeof service_stage_mix},
    {"shops.sql", shops, sizeof shops},
    {"top_products.sql", top_products, sizeof top_products},
    {"transcript.sql", transcript, sizeof transcript},
    {"turning_points.sql", turning_points, sizeof turning_points},
    {"unanswered.sql", unanswered, sizeof unanswered},
    {"updates.sql", updates, sizeof updates},
    {"waits.sql", waits, sizeof waits},
    {"wording.sql", wording, sizeof wording},
    {"worst_conversations.sql", worst_conversations, sizeof worst_conversations},
};

const struct cdata_file *cdata_queries(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
