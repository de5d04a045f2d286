#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Readable bytes that must follow every document given to csj_parse.
#define CSJ_PADDING 64

/// A reusable JSON parser (simdjson DOM): validates the whole document. Not for use by two threads at once.
typedef struct csj_parser csj_parser;

csj_parser *csj_parser_new(void);
void csj_parser_free(csj_parser *parser);

/// Parses one document of `count` bytes, followed by CSJ_PADDING readable bytes. 0, or an error for csj_message.
int csj_parse(csj_parser *parser, const uint8_t *bytes, size_t count);

/// A sentence on an error of csj_parse; never text of the document.
const char *csj_message(int error);

/// The tape of the last document that parsed: one word a token, its kind in the top byte (simdjson's doc/tape.md).
const uint64_t *csj_tape(const csj_parser *parser);
/// The unescaped strings that the tape points into: a 4-byte length, the bytes, a zero.
const uint8_t *csj_strings(const csj_parser *parser);

/// Whether `count` bytes are valid UTF-8.
bool csj_is_utf8(const uint8_t *bytes, size_t count);

#ifdef __cplusplus
}
#endif

#endif
