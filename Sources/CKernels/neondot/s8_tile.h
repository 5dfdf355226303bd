// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "isa/targets.h"

LINNET_TARGET_NEONDOT

enum { NR = 8, MAX_MR = 8 };
#define REQUANTIZE_BY_SQRDMLAH
#include "neon/s8_tile.h"
#include "neondot/fresh_load.h"

/// Adds the products of four elements of each row, those of lane `lane`, with four elements of each
/// of eight columns.
#define ADD_GROUP(lane)                                            \
  do {                                                             \
    int8x16_t w0 = vld1q_s8(weights), w1 = vld1q_s8(weights + 16); \
    weights += 4 * NR;                                             \
    LINNET_UNROLL for (int m = 0; m < mr; m++) {                   \
      sums[m][0] = vdotq_laneq_s32(sums[m][0], w0, a[m], lane);    \
      sums[m][1] = vdotq_laneq_s32(sums[m][1], w1, a[m], lane);    \
    }                                                              \
  } while (0)

/// The sums of `mr` rows from row `first` on, each started from the numbers at `from`.
LINNET_INLINE void s8_tile_sums(const struct tiles *tiles, size_t first, int mr,
                                const int32_t *from, int32x4_t sums[MAX_MR][QUADS]) {
  const struct gemm_params *params = tiles->params;
  const void *const *addresses = tiles->rows->addresses + first;
  const int8_t *x[MAX_MR];
  LINNET_UNROLL for (int m = 0; m < mr; m++) x[m] = addresses[m];
  LINNET_UNROLL for (int m = 0; m < mr; m++) load_fresh(from, sums[m]);
  const int8_t *weights = tiles->weights;
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
  add_terms(tiles, first, mr, sums);
}

LINNET_INLINE void s8_gemm_tile(const struct tiles *tiles, size_t first, void *output, int mr) {
  int32x4_t sums[MAX_MR][QUADS];
  s8_tile_sums(tiles, first, mr, tiles->head + PANEL_BIAS * NR, sums);
  s8_store_tile(tiles, first, output, mr, sums);
}

LINNET_INLINE void s8f32_gemm_tile(const struct tiles *tiles, size_t first, void *output, int mr) {
  static const int32_t zeros[NR];
  int32x4_t sums[MAX_MR][QUADS];
  s8_tile_sums(tiles, first, mr, zeros, sums);
  s8f32_store_tile(tiles, first, output, mr, sums);
}

/// Calls `tile` for all rows, with the row count as a constant, so that sums stay in registers.
#define FOR_EACH_TILE(tile)                                                \
  do {                                                                     \
    struct tiles tiles = make_tiles(params, rows, panels, columns);        \
    size_t first = 0, count = rows->count;                                 \
    for (; first + 8 <= count; first += 8) tile(&tiles, first, output, 8); \
    if (count - first >= 4) {                                              \
      tile(&tiles, first, output, 4);                                      \
      first += 4;                                                          \
    }                                                                      \
    if (count - first >= 2) {                                              \
      tile(&tiles, first, output, 2);                                      \
      first += 2;                                                          \
    }                                                                      \
    if (first < count) tile(&tiles, first, output, 1);                     \
  } while (0)

LINNET_TARGET_END
