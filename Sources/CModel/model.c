#include "kernels.h"

#if defined(__x86_64__)
#define HAS_WIDE_FORM 1
#define WIDE __attribute__((target("avx2")))

WIDE static void sum_rows_wide(const int16_t *weights, size_t width, const uint32_t *rows, size_t count, int16_t *low,
                               int16_t *high) {
  sum_rows(weights, width, rows, count, low, high);
}

WIDE static void scale_wide(const int16_t *low, const int16_t *high, const float *scales, float factor, size_t lanes,
                            float *out) {
  scale(low, high, scales, factor, lanes, out);
}

WIDE static void apply_wide(const struct cmodel_layer *layer, const float *in, size_t in_stride, size_t turns,
                            float *out, size_t out_stride, size_t first, size_t end, int rectify) {
  apply(layer, in, in_stride, turns, out, out_stride, first, end, rectify);
}
#endif

void cmodel_sum_rows(const int16_t *weights, size_t width, const uint32_t *rows, size_t count, int16_t *low,
                     int16_t *high) {
#if HAS_WIDE_FORM
  if (__builtin_cpu_supports("avx2")) return sum_rows_wide(weights, width, rows, count, low, high);
#endif
  sum_rows(weights, width, rows, count, low, high);
}

void cmodel_scale(const int16_t *low, const int16_t *high, const float *scales, float factor, size_t lanes,
                  float *out) {
#if HAS_WIDE_FORM
  if (__builtin_cpu_supports("avx2")) return scale_wide(low, high, scales, factor, lanes, out);
#endif
  scale(low, high, scales, factor, lanes, out);
}

void cmodel_apply(const struct cmodel_layer *layer, const float *in, size_t in_stride, size_t turns, float *out,
                  size_t out_stride, size_t first, size_t end, int rectify) {
#if HAS_WIDE_FORM
  if (__builtin_cpu_supports("avx2"))
    return apply_wide(layer, in, in_stride, turns, out, out_stride, first, end, rectify);
#endif
  apply(layer, in, in_stride, turns, out, out_stride, first, end, rectify);
}
