// The loops themselves, to be compiled for each kind of processor: vectors of 32 bytes, which a processor of 16-byte
// registers works on in halves.
#include "CModel.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

#define ALWAYS_INLINE static inline __attribute__((always_inline))

typedef int16_t numbers __attribute__((vector_size(32), aligned(2)));
typedef int16_t eight_numbers __attribute__((vector_size(16), aligned(2)));
typedef float floats __attribute__((vector_size(32), aligned(4)));

enum { BLOCK = 4, TURNS = 5 };

// `blocks` vectors of the width, all their sums in registers.
ALWAYS_INLINE void sum_block(const int16_t *weights, size_t width, const uint32_t *rows, size_t count, int16_t *low,
                             int16_t *high, const int blocks) {
  numbers sums[2 * BLOCK] = {0};
  for (size_t at = 0; at < count; at++) {
    const int16_t *row = weights + (size_t)rows[at] * width;
    for (int block = 0; block < blocks; block++) {
      numbers pairs = *(const numbers *)(row + 16 * block);
      sums[2 * block] += (pairs << 8) >> 8;
      sums[2 * block + 1] += pairs >> 8;
    }
  }
  for (int block = 0; block < blocks; block++) {
    *(numbers *)(low + 16 * block) = sums[2 * block];
    *(numbers *)(high + 16 * block) = sums[2 * block + 1];
  }
}

ALWAYS_INLINE void sum_rows(const int16_t *weights, size_t width, const uint32_t *rows, size_t count, int16_t *low,
                            int16_t *high) {
  size_t at = 0;
  for (; at + 16 * BLOCK <= width; at += 16 * BLOCK) {
    sum_block(weights + at, width, rows, count, low + at, high + at, BLOCK);
  }
  for (; at + 16 <= width; at += 16) sum_block(weights + at, width, rows, count, low + at, high + at, 1);
  for (; at < width; at++) {
    int16_t sum_low = 0, sum_high = 0;
    for (size_t row = 0; row < count; row++) {
      int16_t pair = weights[(size_t)rows[row] * width + at];
      sum_low += (int8_t)pair;
      sum_high += pair >> 8;
    }
    low[at] = sum_low;
    high[at] = sum_high;
  }
}

ALWAYS_INLINE void scale(const int16_t *low, const int16_t *high, const float *scales, float factor, size_t lanes,
                         float *out) {
  for (size_t lane = 0; lane < lanes; lane++) {
    for (int half = 0; half < 2; half++) {
      const eight_numbers *sums = (const eight_numbers *)((half ? high : low) + 8 * lane);
      const floats *by = (const floats *)(scales + 16 * lane + 8 * half);
      *(floats *)(out + 16 * lane + 8 * half) = *by * factor * __builtin_convertvector(*sums, floats);
    }
  }
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
