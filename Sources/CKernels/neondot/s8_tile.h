// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "isa/targets.h"

LINNET_TARGET_NEONDOT

enum { PANEL_NR = 8, NR = 8, MAX_MR = 8 };
#include "neon/s8_tile.h"

/// Adds the products of four elements of each row, those of lane `lane`, with four elements of each
/// of eight columns.
#define ADD_GROUP(lane)                                                              \
  do {                                                                               \
    int8x16_t w0 = vld1q_s8(weights), w1 = vld1q_s8(weights + 16);                   \
    weights += 4 * NR;                                                               \
    LINNET_UNROLL for (int m = 0; m < mr; m++) {                                     \
      acc[m][0] = vdotq_laneq_s32(acc[m][0], w0, a[m], lane);                        \
      acc[m][1] = vdotq_laneq_s32(acc[m][1], w1, a[m], lane);                        \
    }                                                                                \
  } while (0)

LINNET_INLINE void s8_tile_sums(const struct gemm_params *params, const struct gemm_rows *rows,
                                const int32_t *head, int mr, bool has_bias,
                                int32x4_t sums[MAX_MR][QUADS]) {
  const int8_t *x[MAX_MR];
  int32x4_t acc[MAX_MR][QUADS];
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    x[m] = rows->addresses[(size_t)m < rows->count ? (size_t)m : rows->count - 1];
    LINNET_UNROLL for (int q = 0; q < QUADS; q++) {
      acc[m][q] = has_bias ? vld1q_s32(head + PANEL_BIAS * NR + 4 * q) : vdupq_n_s32(0);
    }
  }
  const int8_t *weights = (const int8_t *)(head + PANEL_ARRAYS * NR);
  for (size_t t = 0; t < params->tap_count; t++) {
    ptrdiff_t k = params->tap_offsets[t];
    ptrdiff_t end = k + (ptrdiff_t)params->run;
    for (; k + 16 <= end; k += 16) {
      int8x16_t a[MAX_MR];
      LINNET_UNROLL for (int m = 0; m < mr; m++) a[m] = vld1q_s8(x[m] + k);
      ADD_GROUP(0);
      ADD_GROUP(1);
      ADD_GROUP(2);
      ADD_GROUP(3);
    }
    if (k + 8 <= end) {
      int8x16_t a[MAX_MR];
      LINNET_UNROLL for (int m = 0; m < mr; m++) {
        int8x8_t eight = vld1_s8(x[m] + k);
        a[m] = vcombine_s8(eight, eight);
      }
      ADD_GROUP(0);
      ADD_GROUP(1);
      k += 8;
    }
    if (k < end) {
      int8x16_t a[MAX_MR];
      LINNET_UNROLL for (int m = 0; m < mr; m++) {
        int32_t four;
        __builtin_memcpy(&four, x[m] + k, sizeof four);
        a[m] = vreinterpretq_s8_s32(vdupq_n_s32(four));
      }
      ADD_GROUP(0);
    }
  }
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    LINNET_UNROLL for (int q = 0; q < QUADS; q++) sums[m][q] = acc[m][q];
  }
  add_terms(rows, mr, sums);
}

LINNET_INLINE void s8_gemm_tile(const struct gemm_params *params, const struct gemm_rows *rows,
                                const char *panels, size_t columns, void *output, int mr) {
  int32x4_t sums[MAX_MR][QUADS];
  s8_tile_sums(params, rows, (const int32_t *)(const void *)panels, mr, true, sums);
  s8_store_tile(params, rows, panels, columns, output, mr, sums);
}

LINNET_INLINE void s8f32_gemm_tile(const struct gemm_params *params, const struct gemm_rows *rows,
                                   const char *panels, size_t columns, void *output, int mr) {
  int32x4_t sums[MAX_MR][QUADS];
  s8_tile_sums(params, rows, (const int32_t *)(const void *)panels, mr, false, sums);
  s8f32_store_tile(params, rows, panels, columns, output, mr, sums);
}

/// Calls `tile` with the row count as a constant, so that sums stay in registers.
#define DISPATCH_TILE(tile)                                               \
  do {                                                                    \
    if (rows->count > 4) {                                                \
      tile(params, rows, panels, columns, output, 8);    \
    } else if (rows->count > 2) {                                         \
      tile(params, rows, panels, columns, output, 4);    \
    } else if (rows->count == 2) {                                        \
      tile(params, rows, panels, columns, output, 2);    \
    } else {                                                              \
      tile(params, rows, panels, columns, output, 1);    \
    }                                                                     \
  } while (0)

LINNET_TARGET_END
