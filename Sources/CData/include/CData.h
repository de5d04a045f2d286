#ifndef CDATA_H
#define CDATA_H

#include <stddef.h>
#include <stdint.h>

/// One data file of `Sources/CData/files`, embedded at compile time.
struct cdata_file {
  const char *name;      ///< file name without folder, such as "jddc.yaml"
  const uint8_t *bytes;  ///< not NUL-terminated
  size_t count;          ///< bytes
};

/// The embedded file at `index` (from 0, sorted by name) of one folder; NULL past the last one.
const struct cdata_file *cdata_compiled(size_t index);
const struct cdata_file *cdata_insight(size_t index);
const struct cdata_file *cdata_model(size_t index);
const struct cdata_file *cdata_orders(size_t index);
const struct cdata_file *cdata_presets(size_t index);
const struct cdata_file *cdata_queries(size_t index);
const struct cdata_file *cdata_rules(size_t index);
const struct cdata_file *cdata_privacy(size_t index);
const struct cdata_file *cdata_starter(size_t index);
const struct cdata_file *cdata_texts(size_t index);

#endif
