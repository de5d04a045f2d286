// The files of files/presets. A new file: its bytes, and its line in the table, both in the order of names.
#include "CData.h"

static const struct cdata_file files[] = {
    {NULL, NULL, 0},
};

const struct cdata_file *cdata_presets(size_t index) {
  return index < sizeof files / sizeof files[0] && files[index].name ? &files[index] : NULL;
}
