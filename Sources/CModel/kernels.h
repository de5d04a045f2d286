// The loops themselves, to be compiled for each kind of processor: vectors of 32 bytes, which a processor of 16-byte
// registers works on in halves.
#include "CModel.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

#define ALWAYS_INLINE static inline __attribute__((always_inline))

typedef int16_t numbers __attribute__((vector_size(32), aligned(2)));
typedef float floats __attribute__((vector_size(32), aligned(4)));

// How many pairs of lanes, and how many turns, have all their sums in registers; and how many 8-bit weights are sure
// to fit a sum of 16 bits.
enum { PAIRS = 4, TURNS = 5, ROWS = 258 };

// At most ROWS rows of `pairs` pairs of lanes.
ALWAYS_INLINE void add_pairs(const int16_t *weights, size_t lanes, const uint32_t *rows, size_t count, int32_t *sums,
                             const int pairs) {
  numbers low[PAIRS] = {0}, high[PAIRS] = {0};
  for (size_t at = 0; at < count; at++) {
    const int16_t *row = weights + (size_t)rows[at] * lanes * 8;
    for (int pair = 0; pair < pairs; pair++) {
      numbers both = *(const numbers *)(row + 16 * pair);
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

ALWAYS_INLINE void add_rows(const int16_t *weights, size_t lanes, const uint32_t *rows, size_t count, int32_t *sums) {
  for (; count > 0; rows += count < ROWS ? count : ROWS, count -= count < ROWS ? count : ROWS) {
    size_t some = count < ROWS ? count : ROWS;
    size_t lane = 0;
    for (; lane + 2 * PAIRS <= lanes; lane += 2 * PAIRS) {
      add_pairs(weights + 8 * lane, lanes, rows, some, sums + 16 * lane, PAIRS);
    }
    for (; lane + 2 <= lanes; lane += 2) add_pairs(weights + 8 * lane, lanes, rows, some, sums + 16 * lane, 1);
    for (size_t unit = 0; lane < lanes && unit < 8; unit++) {
      for (size_t at = 0; at < some; at++) {
        int16_t both = weights[((size_t)rows[at] * lanes + lane) * 8 + unit];
        sums[16 * lane + unit] += (int8_t)both;
        sums[16 * lane + 8 + unit] += both >> 8;
      }
    }
  }
}

ALWAYS_INLINE void scale(const int32_t *sums, const float *scales, float factor, size_t count, float *out) {
  for (size_t at = 0; at < count; at++) out[at] = scales[at] * factor * (float)sums[at];
}

// 16 outputs of `turns` turns, all their sums in registers.
ALWAYS_INLINE void apply_tile(const struct cmodel_layer *layer, const float *in, size_t in_stride, float *out,
                              size_t out_stride, size_t first, int rectify, const int turns) {
  floats sums[2 * TURNS] = {0};
  const float *weights = layer->weights + first;
  for (size_t input = 0; input < layer->inputs; input++) {
    floats left = *(const floats *)weights;
    floats right = *(const floats *)(weights + 8);
    weights += layer->outputs;
    for (int turn = 0; turn < turns; turn++) {
      float value = in[(size_t)turn * in_stride + input];
      sums[2 * turn] += value * left;
      sums[2 * turn + 1] += value * right;
    }
  }
  for (int turn = 0; turn < turns; turn++) {
    for (int half = 0; half < 2; half++) {
      floats sum = sums[2 * turn + half] + *(const floats *)(layer->bias + first + 8 * half);
      for (int at = 0; rectify && at < 8; at++) sum[at] = sum[at] < 0 ? 0 : sum[at];
      *(floats *)(out + (size_t)turn * out_stride + first + 8 * half) = sum;
    }
  }
}

ALWAYS_INLINE void apply(const struct cmodel_layer *layer, const float *in, size_t in_stride, size_t turns, float *out,
                         size_t out_stride, size_t first, size_t end, int rectify) {
  for (size_t at = first; at < end; at += 16) {
    size_t turn = 0;
    for (; turn + TURNS <= turns; turn += TURNS) {
      apply_tile(layer, in + turn * in_stride, in_stride, out + turn * out_stride, out_stride, at, rectify, TURNS);
    }
    const float *rest = in + turn * in_stride;
    float *rest_out = out + turn * out_stride;
    switch (turns - turn) {
      case 4: apply_tile(layer, rest, in_stride, rest_out, out_stride, at, rectify, 4); break;
      case 3: apply_tile(layer, rest, in_stride, rest_out, out_stride, at, rectify, 3); break;
      case 2: apply_tile(layer, rest, in_stride, rest_out, out_stride, at, rectify, 2); break;
      case 1: apply_tile(layer, rest, in_stride, rest_out, out_stride, at, rectify, 1); break;
      default: break;
    }
  }
}
