// The files of files/insight. A new file: its bytes, and its line in the table, both in the order of names.
#include "CData.h"

static const uint8_t attributes[] = {
#embed "files/insight/attributes.txt"
};
static const uint8_t audience[] = {
#embed "files/insight/audience.txt"
};
static const uint8_t bargain[] = {
#embed "files/insight/bargain.txt"
};
static const uint8_t campaign[] = {
#embed "files/insight/campaign.txt"
};
static const uint8_t competitor[] = {
#embed "files/insight/competitor.txt"
};
static const uint8_t objection[] = {
#embed "files/insight/objection.txt"
};
static const uint8_t occasion[] = {
#embed "files/insight/occasion.txt"
};
static const uint8_t reply[] = {
#embed "files/insight/reply.txt"
};
static const uint8_t topic[] = {
#embed "files/insight/topic.txt"
};

static const struct cdata_file files[] = {
    {"attributes.txt", attributes, sizeof attributes},
    {"audience.txt", audience, sizeof audience},
    {"bargain.txt", bargain, sizeof bargain},
    {"campaign.txt", campaign, sizeof campaign},
    {"competitor.txt", competitor, sizeof competitor},
    {"objection.txt", objection, sizeof objection},
    {"occasion.txt", occasion, sizeof occasion},
    {"reply.txt", reply, sizeof reply},
    {"topic.txt", topic, sizeof topic},
};

const struct cdata_file *cdata_insight(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
