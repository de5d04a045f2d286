// The files of files/model. A new file: its bytes, and its line in the table, both in the order of names.
#include "CData.h"

static const uint8_t folding[] = {
#embed "files/model/folding.tsv"
};
static const uint8_t weights[] = {
#embed "files/model/weights.bin"
};

static const struct cdata_file files[] = {
    {"folding.tsv", folding, sizeof folding},
    {"weights.bin", weights, sizeof weights},
};

const struct cdata_file *cdata_model(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
