#ifndef CMODEL_H
#define CMODEL_H

#include <stddef.h>
#include <stdint.h>

/// The loops in which the model spends its time, for processors with wider vectors than the compiler may assume.
///
/// Results are the same on every processor: each output is summed in one fixed order, without fused operations.

/// Adds rows of 8-bit weights to sums.
///
/// A lane of a row is 16 bytes: unit 0, unit 8, unit 1, unit 9 and so on; as 8 numbers of 16 bits, whose low and high
/// bytes are weights, they add up fast.
///
/// @param weights row after row, `lanes` lanes each
/// @param rows    which rows
/// @param sums    16 numbers for each lane, to which the rows are added
void cmodel_add_rows(const int8_t *weights, size_t lanes, const uint32_t *rows, size_t count, int32_t *sums);

/// Gives sums their scale: `out = scales * factor * sum`, for `count` numbers.
void cmodel_scale(const int32_t *sums, const float *scales, float factor, size_t count, float *out);

/// A matrix that several vectors are multiplied with at once, so that its weights are fetched once for all of them.
struct cmodel_matrix {
  const float *weights;  ///< input after input, a number for each output
  size_t inputs;
  size_t outputs;        ///< a multiple of 16
};

/// `out[places[v] + o] = sum over i of in[v][i] * weights[i][o]`, summed in the order of `i`.
///
/// @param in     vector after vector, `stride` numbers apart
/// @param places for each vector where its results stand in `out`
/// @param first  the first output wanted, a multiple of 16
/// @param end    one past the last output wanted, a multiple of 16
void cmodel_apply(const struct cmodel_matrix *matrix, const float *in, size_t stride, size_t vectors, float *out,
                  const size_t *places, size_t first, size_t end);

/// Mixes the shares of a hidden layer, and rectifies: `out = max(0, sum over g of factors[g] * (sum of the shares of
/// group g) + bias)`, summed in this order.
///
/// @param shares where the shares stand
/// @param width  the numbers of a share, a multiple of 16
/// @param places where each share begins, group after group
/// @param counts how many shares each of the three groups has
void cmodel_mix(const float *shares, size_t width, const size_t *places, const size_t counts[3],
                const float factors[3], const float *bias, float *out);

/// Mixes shares in the same way and adds what comes out: `out += sum over g of factors[g] * (sum of the shares of group
/// g)`.
void cmodel_add_mixed(const float *shares, size_t width, const size_t *places, const size_t counts[3],
                      const float factors[3], float *out);

#endif
