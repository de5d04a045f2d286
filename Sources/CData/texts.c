// The files of files/texts. A new file: its bytes, and its line in the table, both in the order of names.
#include "CData.h"

static const uint8_t en[] = {
#embed "files/texts/en.yaml"
};
static const uint8_t page[] = {
#embed "files/texts/page.mustache"
};
static const uint8_t report_css[] = {
#embed "files/texts/report.css"
};
static const uint8_t report_mustache[] = {
#embed "files/texts/report.mustache"
};
static const uint8_t zh[] = {
#embed "files/texts/zh.yaml"
};

static const struct cdata_file files[] = {
    {"en.yaml", en, sizeof en},
    {"page.mustache", page, sizeof page},
    {"report.css", report_css, sizeof report_css},
    {"report.mustache", report_mustache, sizeof report_mustache},
    {"zh.yaml", zh, sizeof zh},
};

const struct cdata_file *cdata_texts(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
