#ifndef CMODEL_H
#define CMODEL_H

#include <stddef.h>
#include <stdint.h>

/// The loops in which the model spends its time, for processors with wider vectors than the compiler may assume.
///
/// Results are the same on every processor: each output is summed in one fixed order, without fused operations.

/// Adds up rows of 8-bit weights that stand in pairs: the low bytes of `width` 16-bit numbers, and their high bytes.
///
/// @param weights row after row, `width` numbers each; `width` is a multiple of 8
/// @param rows    which rows; at most 258, or a sum may overflow
/// @param low     receives the sums of the low bytes
/// @param high    receives the sums of the high bytes
void cmodel_sum_rows(const int16_t *weights, size_t width, const uint32_t *rows, size_t count, int16_t *low,
                     int16_t *high);

/// Gives sums their scale: `out = scales * factor * sum`.
///
/// @param lanes how many lanes of 16 numbers: 8 of `low`, then 8 of `high`
void cmodel_scale(const int16_t *low, const int16_t *high, const float *scales, float factor, size_t lanes,
                  float *out);

/// One layer of a network for several turns at once, so that its weights are fetched once for all of them.
///
/// `out[turn][o] = bias[o] + sum over i of in[turn][i] * weights[i][o]`, summed in the order of `i`, bias last.
struct cmodel_layer {
  const float *weights;  ///< input after input, a number for each output
  const float *bias;     ///< a number for each output
  size_t inputs;
  size_t outputs;        ///< a multiple of 16
};

/// @param in      turn after turn, `in_stride` numbers apart
/// @param out     turn after turn, `out_stride` numbers apart
/// @param first   the first output wanted, a multiple of 16
/// @param end     one past the last output wanted, a multiple of 16
/// @param rectify whether what is below 0 becomes 0
void cmodel_apply(const struct cmodel_layer *layer, const float *in, size_t in_stride, size_t turns, float *out,
                  size_t out_stride, size_t first, size_t end, int rectify);

#endif
