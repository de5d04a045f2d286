// The file that `duxin init` writes.
#include "CData.h"

static const uint8_t duxin[] = {
#embed "files/starter/duxin.yaml"
};

static const struct cdata_file files[] = {
    {"duxin.yaml", duxin, sizeof duxin},
};

const struct cdata_file *cdata_starter(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
