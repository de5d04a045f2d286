#include "kernels.h"

#if defined(__x86_64__)
#define HAS_WIDE_FORM 1
#define WIDE __attribute__((target("avx2")))

WIDE static void add_rows_wide(const int8_t *weights, size_t lanes, const uint32_t *rows, size_t count,
                               int32_t *sums) {
  add_rows(weights, lanes, rows, count, sums);
}

WIDE static void scale_wide(const int32_t *sums, const float *scales, float factor, size_t count, float *out) {
  scale(sums, scales, factor, count, out);
}

WIDE static void apply_wide(const struct cmodel_matrix *matrix, const float *in, size_t stride, size_t vectors,
                            float *out, const size_t *places, size_t first, size_t end) {
  apply(matrix, in, stride, vectors, out, places, first, end);
}

WIDE static void mix_wide(const float *shares, size_t width, const size_t *places, const size_t counts[3],
                          const float factors[3], const float *bias, float *out) {
  mix(shares, width, places, counts, factors, bias, out);
}

WIDE static void add_mixed_wide(const float *shares, size_t width, const size_t *places, const size_t counts[3],
                                const float factors[3], float *out) {
  add_mixed(shares, width, places, counts, factors, out);
}
#endif

void cmodel_add_rows(const int8_t *weights, size_t lanes, const uint32_t *rows, size_t count, int32_t *sums) {
#if HAS_WIDE_FORM
  if (__builtin_cpu_supports("avx2")) return add_rows_wide(weights, lanes, rows, count, sums);
#endif
  add_rows(weights, lanes, rows, count, sums);
}

void cmodel_scale(const int32_t *sums, const float *scales, float factor, size_t count, float *out) {
#if HAS_WIDE_FORM
  if (__builtin_cpu_supports("avx2")) return scale_wide(sums, scales, factor, count, out);
#endif
  scale(sums, scales, factor, count, out);
}

void cmodel_apply(const struct cmodel_matrix *matrix, const float *in, size_t stride, size_t vectors, float *out,
                  const size_t *places, size_t first, size_t end) {
#if HAS_WIDE_FORM
  if (__builtin_cpu_supports("avx2")) return apply_wide(matrix, in, stride, vectors, out, places, first, end);
#endif
  apply(matrix, in, stride, vectors, out, places, first, end);
}

void cmodel_mix(const float *shares, size_t width, const size_t *places, const size_t counts[3],
                const float factors[3], const float *bias, float *out) {
#if HAS_WIDE_FORM
  if (__builtin_cpu_supports("avx2")) return mix_wide(shares, width, places, counts, factors, bias, out);
#endif
  mix(shares, width, places, counts, factors, bias, out);
}

void cmodel_add_mixed(const float *shares, size_t width, const size_t *places, const size_t counts[3],
                      const float factors[3], float *out) {
#if HAS_WIDE_FORM
  if (__builtin_cpu_supports("avx2")) return add_mixed_wide(shares, width, places, counts, factors, out);
#endif
  add_mixed(shares, width, places, counts, factors, out);
}
