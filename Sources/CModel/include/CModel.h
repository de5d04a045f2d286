#ifndef CMODEL_H
#define CMODEL_H

#include <stddef.h>
#include <stdint.h>

/// The loops in which the model spends its time, for processors with wider vectors than the compiler may assume.
///
/// Results are the same on every processor: each output is summed in one fixed order, without fused operations.

/// Adds rows of 8-bit weights to sums.
///
/// A lane of a row is 8 numbers of 16 bits, whose low bytes are the weights of units 0 to 7 and whose high bytes are
/// those of units 8 to 15, so that they add up fast.
///
/// @param weights row after row, `lanes` lanes each
/// @param rows    which rows
/// @param sums    16 numbers for each lane, to which the rows are added
void cmodel_add_rows(const int16_t *weights, size_t lanes, const uint32_t *rows, size_t count, int32_t *sums);

/// Gives sums their scale: `out = scales * factor * sum`, for `count` numbers.
void cmodel_scale(const int32_t *sums, const float *scales, float factor, size_t count, float *out);

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
