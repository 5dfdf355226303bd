// SPDX-License-Identifier: Apache-2.0
// What follows a tile's sums on ARM. A file that includes this defines PANEL_NR, the columns of a
// panel, NR, those of a tile, 8 or 16, and MAX_MR, and switches on its instruction set.
#include <string.h>

#include "gemm/gemm.list.h"
#include "neon/requantize.h"

enum { QUADS = NR / 4 };

/// Adds each row's term, where there are terms, to its sums.
LINNET_INLINE void add_terms(const struct gemm_rows *rows, int mr, int32x4_t sums[][QUADS]) {
  if (rows->terms == NULL) return;
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    size_t row = (size_t)m < rows->count ? (size_t)m : rows->count - 1;
    LINNET_UNROLL for (int q = 0; q < QUADS; q++) {
      sums[m][q] = vaddq_s32(sums[m][q], vdupq_n_s32(rows->terms[row]));
    }
  }
}

/// The numbers of one of a panel's arrays that belong to columns 4q to 4q + 3 of the tile.
///
/// Columns beyond the last panel take that one's.
LINNET_INLINE const int32_t *numbers_at(const struct gemm_params *params, const char *panels,
                                        size_t panel_count, int array, int q) {
  size_t panel = (size_t)(4 * q / PANEL_NR);
  if (panel >= panel_count) panel = panel_count - 1;
  return (const int32_t *)(const void *)(panels + panel * params->panel_stride) +
         array * PANEL_NR + 4 * q % PANEL_NR;
}

/// Stores NR bytes of row `m`, from dword `place` of `packed` on.
#define STORE_PART(m, packed, place)                                                    \
  do {                                                                                  \
    if (NR == 8) {                                                                      \
      vst1q_lane_s64((int64_t *)(void *)(target + (size_t)(m)*stride),                  \
                     vreinterpretq_s64_s8(packed), (place) / 2);                        \
    } else {                                                                            \
      vst1q_s8(target + (size_t)(m)*stride, packed);                                    \
    }                                                                                   \
  } while (0)

/// Rounds sums in the less usual ways: once, or shifted left first.
static __attribute__((noinline)) void round_slowly(const struct gemm_params *params,
                                                   const char *panels, size_t panel_count, int mr,
                                                   int32x4_t sums[][QUADS]) {
  for (int q = 0; q < QUADS; q++) {
    const int32_t *first = numbers_at(params, panels, panel_count, PANEL_FACTOR, q);
    // A factor takes the place of two numbers.
    const double *factors = (const void *)(first + 4 * q % PANEL_NR);
    const int32_t *mantissa = numbers_at(params, panels, panel_count, PANEL_MANTISSA, q);
    const int32_t *right = numbers_at(params, panels, panel_count, PANEL_RIGHT_SHIFT, q);
    const int32_t *left = numbers_at(params, panels, panel_count, PANEL_LEFT_SHIFT, q);
    for (int m = 0; m < mr; m++) {
      sums[m][q] = params->rounds_once
                       ? requantize_once(sums[m][q], factors)
                       : requantize(sums[m][q], vld1q_s32(mantissa), vnegq_s32(vld1q_s32(right)),
                                    vld1q_s32(left), true);
    }
  }
}

/// Rounds, packs and stores the rows of a tile: `sums[m][q]` holds columns 4q to 4q + 3 of row m.
///
/// A tile is one piece of code without branches; what reaches beyond the output goes through a
/// buffer.
LINNET_INLINE void s8_store_tile(const struct gemm_params *params, const struct gemm_rows *rows,
                                 const char *panels, size_t columns, int8_t *output, int mr,
                                 int32x4_t sums[][QUADS]) {
  int8_t buffer[MAX_MR * NR];
  size_t panel_count = (columns + PANEL_NR - 1) / PANEL_NR;
  bool is_whole = rows->count == (size_t)mr && columns >= NR;
  int8_t *target = is_whole ? output : buffer;
  size_t stride = is_whole ? params->output_stride : NR;
  if (params->rounds_once || params->shifts_left) {
    int32x4_t slow[MAX_MR][QUADS];
    LINNET_UNROLL for (int m = 0; m < mr; m++) {
      LINNET_UNROLL for (int q = 0; q < QUADS; q++) slow[m][q] = sums[m][q];
    }
    round_slowly(params, panels, panel_count, mr, slow);
    LINNET_UNROLL for (int m = 0; m < mr; m++) {
      LINNET_UNROLL for (int q = 0; q < QUADS; q++) sums[m][q] = slow[m][q];
    }
  } else {
    LINNET_UNROLL for (int q = 0; q < QUADS; q++) {
      int32x4_t mantissa =
          vld1q_s32(numbers_at(params, panels, panel_count, PANEL_MANTISSA, q));
      int32x4_t minus_right =
          vnegq_s32(vld1q_s32(numbers_at(params, panels, panel_count, PANEL_RIGHT_SHIFT, q)));
      LINNET_UNROLL for (int m = 0; m < mr; m++) {
        sums[m][q] = requantize(sums[m][q], mantissa, minus_right, minus_right, false);
      }
    }
  }
  enum { ROWS = 4 / QUADS };
  LINNET_UNROLL for (int m = 0; m < mr; m += ROWS) {
    int32x4_t y[4];
    LINNET_UNROLL for (int i = 0; i < 4; i++) {
      int row = m + i / QUADS < mr ? m + i / QUADS : mr - 1;
      y[i] = sums[row][i % QUADS];
    }
    int8x16_t packed =
        pack16(y, params->output_zero_point, params->output_min, params->output_max);
    STORE_PART(m, packed, 0);
    if (ROWS == 2 && m + 1 < mr) STORE_PART(m + 1, packed, 2);
  }
  if (is_whole) return;
  size_t length = columns < NR ? columns : NR;
  for (size_t m = 0; m < rows->count; m++) {
    memcpy(output + m * params->output_stride, buffer + m * NR, length);
  }
}

/// The same for a product that gives floats.
LINNET_INLINE void s8f32_store_tile(const struct gemm_params *params,
                                    const struct gemm_rows *rows, const char *panels,
                                    size_t columns, float *output, int mr,
                                    int32x4_t sums[][QUADS]) {
  float buffer[MAX_MR * NR];
  size_t panel_count = (columns + PANEL_NR - 1) / PANEL_NR;
  bool is_whole = rows->count == (size_t)mr && columns >= NR;
  char *target = is_whole ? (char *)output : (char *)buffer;
  size_t stride = is_whole ? params->output_stride : NR * sizeof(float);
  float32x4_t low = vdupq_n_f32(params->float_min), high = vdupq_n_f32(params->float_max);
  LINNET_UNROLL for (int q = 0; q < QUADS; q++) {
    int32x4_t column_sum = vld1q_s32(numbers_at(params, panels, panel_count, PANEL_SUM, q));
    float32x4_t scale = vreinterpretq_f32_s32(
        vld1q_s32(numbers_at(params, panels, panel_count, PANEL_SCALE, q)));
    float32x4_t bias = vreinterpretq_f32_s32(
        vld1q_s32(numbers_at(params, panels, panel_count, PANEL_FLOAT_BIAS, q)));
    LINNET_UNROLL for (int m = 0; m < mr; m++) {
      size_t row = (size_t)m < rows->count ? (size_t)m : rows->count - 1;
      int32x4_t sum = vmlsq_n_s32(sums[m][q], column_sum, rows->zero_points[row]);
      float32x4_t factor = vmulq_n_f32(scale, rows->scales[row]);
      float32x4_t y = vaddq_f32(vmulq_f32(vcvtq_f32_s32(sum), factor), bias);
      y = vminq_f32(vmaxq_f32(y, low), high);
      vst1q_f32((float *)(void *)(target + (size_t)m * stride) + 4 * q, y);
    }
  }
  if (is_whole) return;
  size_t length = columns < NR ? columns : NR;
  for (size_t m = 0; m < rows->count; m++) {
    memcpy((char *)output + m * params->output_stride, buffer + m * NR, length * sizeof(float));
  }
}
