// The files of files/compiled, made of other files. A new file: its bytes, and its line in the table.
#include "CData.h"

static const uint8_t rules[] = {
#embed "files/compiled/rules.bin"
};

static const struct cdata_file files[] = {
    {"rules.bin", rules, sizeof rules},
};

const struct cdata_file *cdata_compiled(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
