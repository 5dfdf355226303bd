// SPDX-License-Identifier: Apache-2.0
// What follows a tile's sums on ARM. A file that includes this defines NR, a multiple of 4, and
// switches on its instruction set.
#include "gemm/gemm.list.h"
#include "neon/requantize.h"

enum { QUADS = NR / 4 };

/// Adds a row's term, where there are terms, to its sums.
LINNET_INLINE void add_term(const struct gemm_rows *rows, int m, int32x4_t sums[QUADS]) {
  if (rows->terms == NULL || (size_t)m >= rows->count) return;
  LINNET_UNROLL for (int q = 0; q < QUADS; q++) {
    sums[q] = vaddq_s32(sums[q], vdupq_n_s32(rows->terms[m]));
  }
}

/// Rounds, packs and stores the rows of a tile: `sums[m][q]` holds columns 4q to 4q + 3 of row m.
LINNET_INLINE void s8_store_tile(const struct gemm_params *params, const struct gemm_rows *rows,
                                 const int32_t *head, size_t columns, int8_t *output, int mr,
                                 int32x4_t sums[][QUADS]) {
  int32x4_t mantissa[QUADS], minus_right[QUADS], left[QUADS];
  for (int q = 0; q < QUADS; q++) {
    mantissa[q] = vld1q_s32(head + PANEL_MANTISSA * NR + 4 * q);
    minus_right[q] = vnegq_s32(vld1q_s32(head + PANEL_RIGHT_SHIFT * NR + 4 * q));
    left[q] = vld1q_s32(head + PANEL_LEFT_SHIFT * NR + 4 * q);
  }
  const double *factors = (const double *)(const void *)(head + PANEL_FACTOR * NR);
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    if ((size_t)m >= rows->count) break;
    int8_t *target = output + (size_t)m * params->output_stride;
    int32x4_t y[QUADS + 1];
    LINNET_UNROLL for (int q = 0; q < QUADS; q++) {
      y[q] = params->rounds_once ? requantize_once(sums[m][q], factors + 4 * q)
                                 : requantize(sums[m][q], mantissa[q], minus_right[q], left[q],
                                              params->shifts_left);
    }
    if (QUADS % 2 == 1) y[QUADS] = y[QUADS - 1];
    LINNET_UNROLL for (int q = 0; q < QUADS; q += 2) {
      size_t first = 4 * (size_t)q;
      if (first >= columns) break;
      size_t limit = QUADS % 2 == 1 && q == QUADS - 1 ? 4 : 8;
      size_t count = columns - first < limit ? columns - first : limit;
      store_s8(target + first,
               pack_s8(y[q], y[q + 1], params->output_zero_point, params->output_min,
                       params->output_max),
               count);
    }
  }
}

/// The same for a product that gives floats.
LINNET_INLINE void s8f32_store_tile(const struct gemm_params *params,
                                    const struct gemm_rows *rows, const int32_t *head,
                                    size_t columns, float *output, int mr,
                                    int32x4_t sums[][QUADS]) {
  const float *floats = (const float *)(const void *)head;
  float32x4_t low = vdupq_n_f32(params->float_min), high = vdupq_n_f32(params->float_max);
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    if ((size_t)m >= rows->count) break;
    float *target = (float *)(void *)((char *)output + (size_t)m * params->output_stride);
    LINNET_UNROLL for (int q = 0; q < QUADS; q++) {
      size_t first = 4 * (size_t)q;
      if (first >= columns) break;
      int32x4_t sum = vmlsq_n_s32(sums[m][q], vld1q_s32(head + PANEL_SUM * NR + first),
                                  rows->zero_points[m]);
      float32x4_t factor =
          vmulq_n_f32(vld1q_f32(floats + PANEL_SCALE * NR + first), rows->scales[m]);
      float32x4_t y = vaddq_f32(vmulq_f32(vcvtq_f32_s32(sum), factor),
                                vld1q_f32(floats + PANEL_FLOAT_BIAS * NR + first));
      y = vminq_f32(vmaxq_f32(y, low), high);
      store_f32(target + first, y, columns - first);
    }
  }
}
