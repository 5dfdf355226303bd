// SPDX-License-Identifier: Apache-2.0
// int8 products without the dot product instruction, 16 elements at a time: products of the first
// and the second eight are summed in 16 bits, then added in pairs to 32-bit sums. A file that
// includes this defines WIDE: 1 if two products may overflow 16 bits, because weights of −128 occur.
enum { PANEL_NR = 4, NR = 16, MAX_MR = 4 };
#include "neon/s8_tile.h"

/// Adds 16 products to the four partial sums of one element.
LINNET_INLINE int32x4_t add_products(int32x4_t sum, int8x16_t x, int8x16_t w) {
  int16x8_t products = vmull_s8(vget_low_s8(x), vget_low_s8(w));
  if (WIDE) {
    sum = vpadalq_s16(sum, products);
    return vpadalq_s16(sum, vmull_high_s8(x, w));
  }
  return vpadalq_s16(sum, vmlal_high_s8(products, x, w));
}

/// Sums of `mr` rows and the four columns of a panel.
LINNET_INLINE void panel_sums(const struct gemm_params *params, const int8_t *const x[MAX_MR],
                              const char *panel, int mr, bool has_bias, int q,
                              int32x4_t sums[MAX_MR][QUADS]) {
  int32x4_t acc[MAX_MR][PANEL_NR];
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    LINNET_UNROLL for (int n = 0; n < PANEL_NR; n++) acc[m][n] = vdupq_n_s32(0);
  }
  const int32_t *head = (const int32_t *)(const void *)panel;
  const int8_t *weights = (const int8_t *)(head + PANEL_ARRAYS * PANEL_NR);
  for (size_t t = 0; t < params->tap_count; t++) {
    ptrdiff_t k = params->tap_offsets[t];
    ptrdiff_t end = k + (ptrdiff_t)params->run;
    for (; k + 16 <= end; k += 16, weights += 16 * PANEL_NR) {
      int8x16_t a[MAX_MR];
      LINNET_UNROLL for (int m = 0; m < mr; m++) a[m] = vld1q_s8(x[m] + k);
      LINNET_UNROLL for (int n = 0; n < PANEL_NR; n++) {
        int8x16_t w = vld1q_s8(weights + 16 * n);
        LINNET_UNROLL for (int m = 0; m < mr; m++) acc[m][n] = add_products(acc[m][n], a[m], w);
      }
    }
    if (k < end) {
      int8x8_t a[MAX_MR];
      LINNET_UNROLL for (int m = 0; m < mr; m++) a[m] = vld1_s8(x[m] + k);
      LINNET_UNROLL for (int n = 0; n < PANEL_NR; n++) {
        int8x8_t w = vld1_s8(weights + 8 * n);
        LINNET_UNROLL for (int m = 0; m < mr; m++) {
          acc[m][n] = vpadalq_s16(acc[m][n], vmull_s8(a[m], w));
        }
      }
      weights += 8 * PANEL_NR;
    }
  }
  int32x4_t bias = has_bias ? vld1q_s32(head + PANEL_BIAS * PANEL_NR) : vdupq_n_s32(0);
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    int32x4_t low = vpaddq_s32(acc[m][0], acc[m][1]), high = vpaddq_s32(acc[m][2], acc[m][3]);
    sums[m][q] = vaddq_s32(vpaddq_s32(low, high), bias);
  }
}

/// Sums of a tile, panel by panel: they are rounded together, which leaves no gaps.
LINNET_INLINE void s8_tile_sums(const struct gemm_params *params, const struct gemm_rows *rows,
                                const char *panels, size_t columns, int mr, bool has_bias,
                                int32x4_t sums[MAX_MR][QUADS]) {
  const int8_t *x[MAX_MR];
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    x[m] = rows->addresses[(size_t)m < rows->count ? (size_t)m : rows->count - 1];
  }
  int panel_count = columns >= NR ? QUADS : (int)(columns + PANEL_NR - 1) / PANEL_NR;
  for (int q = 0; q < panel_count; q++) {
    panel_sums(params, x, panels + (size_t)q * params->panel_stride, mr, has_bias, q, sums);
  }
  for (int q = panel_count; q < QUADS; q++) {
    LINNET_UNROLL for (int m = 0; m < mr; m++) sums[m][q] = vdupq_n_s32(0);
  }
  add_terms(rows, mr, sums);
}

LINNET_INLINE void s8_gemm_tile(const struct gemm_params *params, const struct gemm_rows *rows,
                                const char *panels, size_t columns, void *output, int mr) {
  int32x4_t sums[MAX_MR][QUADS];
  s8_tile_sums(params, rows, panels, columns, mr, true, sums);
  s8_store_tile(params, rows, panels, columns, output, mr, sums);
}

LINNET_INLINE void s8f32_gemm_tile(const struct gemm_params *params, const struct gemm_rows *rows,
                                   const char *panels, size_t columns, void *output, int mr) {
  int32x4_t sums[MAX_MR][QUADS];
  s8_tile_sums(params, rows, panels, columns, mr, false, sums);
  s8f32_store_tile(params, rows, panels, columns, output, mr, sums);
}

/// Calls `tile` with the row count as a constant, so that sums stay in registers.
#define DISPATCH_TILE(tile)                                \
  do {                                                     \
    if (rows->count > 2) {                                 \
      tile(params, rows, panels, columns, output, 4);      \
    } else if (rows->count == 2) {                         \
      tile(params, rows, panels, columns, output, 2);      \
    } else {                                               \
      tile(params, rows, panels, columns, output, 1);      \
    }                                                      \
  } while (0)
