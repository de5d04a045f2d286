// The files of files/privacy. A new file: its bytes, and its line in the table, both in the order of names.
#include "CData.h"

static const uint8_t address[] = {
#embed "files/privacy/address.txt"
};
static const uint8_t context[] = {
#embed "files/privacy/context.txt"
};
static const uint8_t names[] = {
#embed "files/privacy/names.txt"
};
static const uint8_t numbers[] = {
#embed "files/privacy/numbers.txt"
};

static const struct cdata_file files[] = {
    {"address.txt", address, sizeof address},
    {"context.txt", context, sizeof context},
    {"names.txt", names, sizeof names},
    {"numbers.txt", numbers, sizeof numbers},
};

const struct cdata_file *cdata_privacy(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
