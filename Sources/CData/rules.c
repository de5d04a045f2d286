// The files of files/rules. A new file: its bytes, and its line in the table, both in the order of names.
#include "CData.h"

static const uint8_t acts[] = {
#embed "files/rules/acts.yaml"
};
static const uint8_t emotion[] = {
#embed "files/rules/emotion.yaml"
};
static const uint8_t grammar[] = {
#embed "files/rules/grammar.yaml"
};
static const uint8_t intensity[] = {
#embed "files/rules/intensity.yaml"
};
static const uint8_t intents_aftersale[] = {
#embed "files/rules/intents-aftersale.yaml"
};
static const uint8_t intents_context[] = {
#embed "files/rules/intents-context.yaml"
};
static const uint8_t intents_fulfilment[] = {
#embed "files/rules/intents-fulfilment.yaml"
};
static const uint8_t intents_order[] = {
#embed "files/rules/intents-order.yaml"
};
static const uint8_t intents_presale[] = {
#embed "files/rules/intents-presale.yaml"
};
static const uint8_t intents_service[] = {
#embed "files/rules/intents-service.yaml"
};
static const uint8_t intents_talk[] = {
#embed "files/rules/intents-talk.yaml"
};
static const uint8_t lexicon[] = {
#embed "files/rules/lexicon.yaml"
};
static const uint8_t price[] = {
#embed "files/rules/price.yaml"
};
static const uint8_t purchase[] = {
#embed "files/rules/purchase.yaml"
};
static const uint8_t stage[] = {
#embed "files/rules/stage.yaml"
};
static const uint8_t variants[] = {
#embed "files/rules/variants.yaml"
};

static const struct cdata_file files[] = {
    {"acts.yaml", acts, sizeof acts},
    {"emotion.yaml", emotion, sizeof emotion},
    {"grammar.yaml", grammar, sizeof grammar},
    {"intensity.yaml", intensity, sizeof intensity},
    {"intents-aftersale.yaml", intents_aftersale, sizeof intents_aftersale},
    {"intents-context.yaml", intents_context, sizeof intents_context},
    {"intents-fulfilment.yaml", intents_fulfilment, sizeof intents_fulfilment},
    {"intents-order.yaml", intents_order, sizeof intents_order},
    {"intents-presale.yaml", intents_presale, sizeof intents_presale},
    {"intents-service.yaml", intents_service, sizeof intents_service},
    {"intents-talk.yaml", intents_talk, sizeof intents_talk},
    {"lexicon.yaml", lexicon, sizeof lexicon},
    {"price.yaml", price, sizeof price},
    {"purchase.yaml", purchase, sizeof purchase},
    {"stage.yaml", stage, sizeof stage},
    {"variants.yaml", variants, sizeof variants},
};

const struct cdata_file *cdata_rules(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
