// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "dense/gemm.list.h"
#include "dense/panel.h"
#include "isa/targets.h"
#include "scalar/wide_sum.h"

enum {
  COLUMNS = 4,
  /// As many products of int16 and int8 as surely sum up in 32 bits.
  CHUNK = 256,
};

/// Adds Σ x · w of a run to each column's sum.
LINNET_INLINE void add_s8_run(const int16_t *x, const void *const weights[COLUMNS], size_t run,
                              int64_t sums[COLUMNS]) {
  const int8_t *w0 = weights[0], *w1 = weights[1], *w2 = weights[2], *w3 = weights[3];
  for (size_t first = 0; first < run; first += CHUNK) {
    size_t end = run - first < CHUNK ? run : first + CHUNK;
    int32_t sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
    for (size_t k = first; k < end; k++) {
      sum0 += x[k] * w0[k];
      sum1 += x[k] * w1[k];
      sum2 += x[k] * w2[k];
      sum3 += x[k] * w3[k];
    }
    sums[0] += sum0;
    sums[1] += sum1;
    sums[2] += sum2;
    sums[3] += sum3;
  }
}

/// The same for int16 weights, whose products have 31 bits.
LINNET_INLINE void add_s16_run(const int16_t *x, const void *const weights[COLUMNS], size_t run,
                               int64_t sums[COLUMNS]) {
  for (size_t n = 0; n < COLUMNS; n++) {
    const int16_t *w = weights[n];
    int64_t sum = 0;
    for (size_t k = 0; k < run; k++) sum += x[k] * w[k];
    sums[n] += sum;
  }
}

LINNET_INLINE int16_t result(const struct gemm_params *params, const char *head, int64_t sum) {
  const int32_t *arrays = (const int32_t *)(const void *)head;
  double bias;
  union wide_multiplier multiplier;
  memcpy(&bias, arrays + PANEL_WIDE_BIAS, sizeof bias);
  memcpy(&multiplier, arrays + PANEL_WIDE_MULTIPLIER, sizeof multiplier);
  return (int16_t)wide_result((double)sum + bias, &multiplier, params->wraps_sums,
                              params->rounds_once, params->output_min, params->output_max);
}

/// Defines the tile `name` whose runs `add_run` sums up, with weights of `type`.
#define DEFINE_TILE(name, type, add_run)                                                           \
  LINNET_PLAIN_KERNEL(void, name,                                                                  \
                      (const struct gemm_params *params, const struct gemm_rows *rows,             \
                       const void *panels, size_t columns, void *output),                          \
                      (params, rows, panels, columns, output)) {                                   \
    const char *heads[COLUMNS];                                                                    \
    for (size_t n = 0; n < COLUMNS; n++) {                                                         \
      heads[n] = (const char *)panels + (n < columns ? n : 0) * params->panel_stride;              \
    }                                                                                              \
    for (size_t m = 0; m < rows->count; m++) {                                                     \
      int64_t sums[COLUMNS] = {0};                                                                 \
      for (size_t t = 0; t < params->tap_count; t++) {                                             \
        const void *weights[COLUMNS];                                                              \
        for (size_t n = 0; n < COLUMNS; n++) {                                                     \
          weights[n] = heads[n] + PANEL_ARRAYS * sizeof(int32_t) + t * params->run * sizeof(type); \
        }                                                                                          \
        const char *x = (const char *)rows->addresses[m] + params->tap_offsets[t];                 \
        add_run((const int16_t *)(const void *)x, weights, params->run, sums);                     \
      }                                                                                            \
      int16_t *y = (int16_t *)(void *)((char *)output + m * params->output_stride);                \
      for (size_t n = 0; n < columns; n++) {                                                       \
        y[n] = result(params, heads[n], sums[n]);                                                  \
      }                                                                                            \
    }                                                                                              \
  }
DEFINE_TILE(s16_s16_gemm, int16_t, add_s16_run)

// Other variants are faster wherever there are vectors of doubles.
LINNET_SMALL_CODE_BEGIN
DEFINE_TILE(s16_s8_gemm, int8_t, add_s8_run)
LINNET_SMALL_CODE_END
