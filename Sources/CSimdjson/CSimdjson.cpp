#include "CSimdjson.h"

#include <simdjson.h>

struct csj_parser {
  simdjson::dom::parser dom;
};

static_assert(CSJ_PADDING >= simdjson::SIMDJSON_PADDING, "documents need this much padding");

csj_parser *csj_parser_new(void) { return new csj_parser(); }

void csj_parser_free(csj_parser *parser) { delete parser; }

int csj_parse(csj_parser *parser, const uint8_t *bytes, size_t count) {
  return static_cast<int>(parser->dom.parse(bytes, count, false).error());
}

const char *csj_message(int error) { return simdjson::error_message(static_cast<simdjson::error_code>(error)); }

const uint64_t *csj_tape(const csj_parser *parser) { return parser->dom.doc.tape.get(); }

const uint8_t *csj_strings(const csj_parser *parser) { return parser->dom.doc.string_buf.get(); }

bool csj_is_utf8(const uint8_t *bytes, size_t count) {
  return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), count);
}
