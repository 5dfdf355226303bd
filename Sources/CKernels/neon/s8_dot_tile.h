// SPDX-License-Identifier: Apache-2.0
// int8 products without the dot product instruction, four elements at a time: each of two pairs is
// multiplied by the same pairs of eight columns, products of both are summed in 16 bits, then added
// in pairs to 32-bit sums. A file that includes this defines WIDE: 1 if two products may overflow
// 16 bits, because weights of −128 occur.
enum { NR = 16, MAX_MR = 4 };
#include "neon/s8_add_run.h"
#include "neon/s8_tile.h"

/// Adds four products to each of four sums: two pairs of elements, each pair in every lane, and the
/// low or the high halves of two vectors of weights.
#define ADD_PRODUCTS(sum, half, w0, w1, x0, x1)     \
  do {                                              \
    int16x8_t products = half(w0, x0);              \
    if (WIDE) {                                     \
      (sum) = vpadalq_s16(sum, products);           \
      products = half(w1, x1);                      \
    } else {                                        \
      products = vaddq_s16(products, half(w1, x1)); \
    }                                               \
    (sum) = vpadalq_s16(sum, products);             \
  } while (0)

#define LOW_PRODUCTS(w, x) vmull_s8(vget_low_s8(w), vget_low_s8(x))

/// A pair of elements in every lane.
LINNET_INLINE int8x16_t load_pair(const int8_t *x) {
  int16_t pair;
  memcpy(&pair, x, sizeof pair);
  return vreinterpretq_s8_s16(vdupq_n_s16(pair));
}

/// Adds the products of a run of `mr` rows.
LINNET_INLINE const int8_t *add_run(const int8_t *weights, const int8_t *const x[MAX_MR],
                                    ptrdiff_t offset, size_t run, int mr,
                                    int32x4_t sums[MAX_MR][QUADS]) {
  if (mr == MAX_MR && !WIDE && run > 0) return add_run_4x16(weights, x, offset, run, sums);
  for (size_t k = 0; k < run; k += 4, weights += 4 * NR) {
    int8x16_t w[2][2];
    for (int p = 0; p < 2; p++) {
      for (int h = 0; h < 2; h++) w[p][h] = vld1q_s8(weights + 32 * p + 16 * h);
    }
    LINNET_UNROLL for (int m = 0; m < mr; m++) {
      const int8_t *pairs = x[m] + offset + (ptrdiff_t)k;
      int8x16_t x0 = load_pair(pairs), x1 = load_pair(pairs + 2);
      LINNET_UNROLL for (int h = 0; h < 2; h++) {
        ADD_PRODUCTS(sums[m][2 * h], LOW_PRODUCTS, w[0][h], w[1][h], x0, x1);
        ADD_PRODUCTS(sums[m][2 * h + 1], vmull_high_s8, w[0][h], w[1][h], x0, x1);
      }
    }
  }
  return weights;
}

/// The sums of `mr` rows from row `first` on.
LINNET_INLINE void s8_tile_sums(const struct tiles *tiles, size_t first, int mr, bool has_bias,
                                int32x4_t sums[MAX_MR][QUADS]) {
  const struct gemm_params *params = tiles->params;
  const int8_t *x[MAX_MR];
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    x[m] = tiles->rows->addresses[first + (size_t)m];
    LINNET_UNROLL for (int q = 0; q < QUADS; q++) {
      sums[m][q] = has_bias ? vld1q_s32(tiles->head + PANEL_BIAS * NR + 4 * q) : vdupq_n_s32(0);
    }
  }
  const int8_t *weights = tiles->weights;
  for (size_t t = 0; t < params->tap_count; t++) {
    weights = add_run(weights, x, params->tap_offsets[t], params->run, mr, sums);
  }
  add_terms(tiles, first, mr, sums);
}

LINNET_INLINE void s8_gemm_tile(const struct tiles *tiles, size_t first, void *output, int mr) {
  int32x4_t sums[MAX_MR][QUADS];
  s8_tile_sums(tiles, first, mr, true, sums);
  s8_store_tile(tiles, first, output, mr, sums);
}

LINNET_INLINE void s8f32_gemm_tile(const struct tiles *tiles, size_t first, void *output, int mr) {
  int32x4_t sums[MAX_MR][QUADS];
  s8_tile_sums(tiles, first, mr, false, sums);
  s8f32_store_tile(tiles, first, output, mr, sums);
}

/// Calls `tile` for all rows, with the row count as a constant, so that sums stay in registers.
#define FOR_EACH_TILE(tile)                                                \
  do {                                                                     \
    struct tiles tiles = make_tiles(params, rows, panels, columns);        \
    size_t first = 0, count = rows->count;                                 \
    for (; first + 4 <= count; first += 4) tile(&tiles, first, output, 4); \
    if (count - first >= 2) {                                              \
      tile(&tiles, first, output, 2);                                      \
      first += 2;                                                          \
    }                                                                      \
    if (first < count) tile(&tiles, first, output, 1);                     \
  } while (0)
