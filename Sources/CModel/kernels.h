// The loops themselves, to be compiled for each kind of processor: vectors of 32 bytes, which a processor of 16-byte
// registers works on in halves.
#include "CModel.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

#define ALWAYS_INLINE static inline __attribute__((always_inline))

typedef int16_t numbers __attribute__((vector_size(32), aligned(1)));
typedef float floats __attribute__((vector_size(32), aligned(4)));
typedef int32_t mask __attribute__((vector_size(32), aligned(4)));

// How many pairs of lanes, and how many vectors, have all their sums in registers; and how many 8-bit weights are sure
// to fit a sum of 16 bits.
enum { PAIRS = 4, VECTORS = 5, ROWS = 258 };

// At most ROWS rows of `pairs` pairs of lanes.
ALWAYS_INLINE void add_pairs(const int8_t *weights, size_t lanes, const uint32_t *rows, size_t count, int32_t *sums,
                             const int pairs) {
  numbers low[PAIRS] = {0}, high[PAIRS] = {0};
  for (size_t at = 0; at < count; at++) {
    const int8_t *row = weights + (size_t)rows[at] * lanes * 16;
    for (int pair = 0; pair < pairs; pair++) {
      numbers both = *(const numbers *)(row + 32 * pair);
      low[pair] += (both << 8) >> 8;
      high[pair] += both >> 8;
    }
  }
  for (int pair = 0; pair < pairs; pair++) {
    for (int unit = 0; unit < 16; unit++) {
      int32_t *lane = sums + 32 * pair + 16 * (unit / 8) + unit % 8;
      lane[0] += low[pair][unit];
      lane[8] += high[pair][unit];
    }
  }
}

ALWAYS_INLINE void add_rows(const int8_t *weights, size_t lanes, const uint32_t *rows, size_t count, int32_t *sums) {
  for (; count > 0; rows += count < ROWS ? count : ROWS, count -= count < ROWS ? count : ROWS) {
    size_t some = count < ROWS ? count : ROWS;
    size_t lane = 0;
    for (; lane + 2 * PAIRS <= lanes; lane += 2 * PAIRS) {
      add_pairs(weights + 16 * lane, lanes, rows, some, sums + 16 * lane, PAIRS);
    }
    for (; lane + 4 <= lanes; lane += 4) add_pairs(weights + 16 * lane, lanes, rows, some, sums + 16 * lane, 2);
    for (; lane + 2 <= lanes; lane += 2) add_pairs(weights + 16 * lane, lanes, rows, some, sums + 16 * lane, 1);
    for (size_t unit = 0; lane < lanes && unit < 8; unit++) {
      for (size_t at = 0; at < some; at++) {
        const int8_t *pair = weights + ((size_t)rows[at] * lanes + lane) * 16 + 2 * unit;
        sums[16 * lane + unit] += pair[0];
        sums[16 * lane + 8 + unit] += pair[1];
      }
    }
  }
}

ALWAYS_INLINE void scale(const int32_t *sums, const float *scales, float factor, size_t count, float *out) {
  for (size_t at = 0; at < count; at++) out[at] = scales[at] * factor * (float)sums[at];
}

// 16 outputs of `count` vectors, all their sums in registers.
ALWAYS_INLINE void apply_tile(const struct cmodel_matrix *matrix, const float *in, size_t stride, float *out,
                              const size_t *places, size_t first, const int count) {
  floats sums[2 * VECTORS] = {0};
  const float *weights = matrix->weights + first;
  for (size_t input = 0; input < matrix->inputs; input++) {
    floats left = *(const floats *)weights;
    floats right = *(const floats *)(weights + 8);
    weights += matrix->outputs;
    for (int at = 0; at < count; at++) {
      float value = in[(size_t)at * stride + input];
      sums[2 * at] += value * left;
      sums[2 * at + 1] += value * right;
    }
  }
  for (int at = 0; at < count; at++) {
    *(floats *)(out + places[at] + first) = sums[2 * at];
    *(floats *)(out + places[at] + first + 8) = sums[2 * at + 1];
  }
}

ALWAYS_INLINE void apply(const struct cmodel_matrix *matrix, const float *in, size_t stride, size_t vectors,
                         float *out, const size_t *places, size_t first, size_t end) {
  for (; vectors >= VECTORS; vectors -= VECTORS, in += VECTORS * stride, places += VECTORS) {
    for (size_t at = first; at < end; at += 16) apply_tile(matrix, in, stride, out, places, at, VECTORS);
  }
  for (size_t at = first; at < end; at += 16) {
    switch (vectors) {
      case 4: apply_tile(matrix, in, stride, out, places, at, 4); break;
      case 3: apply_tile(matrix, in, stride, out, places, at, 3); break;
      case 2: apply_tile(matrix, in, stride, out, places, at, 2); break;
      case 1: apply_tile(matrix, in, stride, out, places, at, 1); break;
      default: break;
    }
  }
}

// 16 numbers of a mixture, in halves.
ALWAYS_INLINE void mix_lane(const float *shares, const size_t *places, const size_t counts[3],
                            const float factors[3], floats *left, floats *right) {
  *left = *right = (floats){0};
  for (int group = 0; group < 3; group++) {
    floats some_left = {0}, some_right = {0};
    for (size_t at = 0; at < counts[group]; at++, places++) {
      some_left += *(const floats *)(shares + *places);
      some_right += *(const floats *)(shares + *places + 8);
    }
    *left += factors[group] * some_left;
    *right += factors[group] * some_right;
  }
}

ALWAYS_INLINE void mix(const float *shares, size_t width, const size_t *places, const size_t counts[3],
                       const float factors[3], const float *bias, float *out) {
  for (size_t unit = 0; unit < width; unit += 16) {
    floats left, right;
    mix_lane(shares + unit, places, counts, factors, &left, &right);
    left += *(const floats *)(bias + unit);
    right += *(const floats *)(bias + unit + 8);
    *(floats *)(out + unit) = (floats)((left > 0) & (mask)left);
    *(floats *)(out + unit + 8) = (floats)((right > 0) & (mask)right);
  }
}

ALWAYS_INLINE void add_mixed(const float *shares, size_t width, const size_t *places, const size_t counts[3],
                             const float factors[3], float *out) {
  for (size_t unit = 0; unit < width; unit += 16) {
    floats left, right;
    mix_lane(shares + unit, places, counts, factors, &left, &right);
    *(floats *)(out + unit) += left;
    *(floats *)(out + unit + 8) += right;
  }
}
