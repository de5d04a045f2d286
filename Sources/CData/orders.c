// The files of files/orders.
#include "CData.h"

static const uint8_t orders[] = {
#embed "files/orders/orders.yaml"
};

static const struct cdata_file files[] = {
    {"orders.yaml", orders, sizeof orders},
};

const struct cdata_file *cdata_orders(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
