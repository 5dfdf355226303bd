// SPDX-License-Identifier: Apache-2.0
// What follows a tile's sums on ARM. A file that includes this defines NR, the columns of a panel
// and of a tile, 8 or 16, and MAX_MR, and switches on its instruction set.
#include <string.h>

#include "dense/gemm.list.h"
#include "neon/requantize.h"

enum { QUADS = NR / 4 };

/// What all tiles of a call share.
struct tiles {
  const struct gemm_params *params;
  const struct gemm_rows *rows;
  /// The panel's arrays of numbers.
  const int32_t *head;
  const int8_t *weights;
  size_t columns;
  /// Results that are rounded in the less usual ways: once, or shifted left first.
  bool rounds_slowly;
  struct rescaling rescaling[QUADS];
  struct limits limits;
};

LINNET_INLINE struct tiles make_tiles(const struct gemm_params *params,
                                      const struct gemm_rows *rows, const void *panel,
                                      size_t columns) {
  const int32_t *head = panel;
  struct tiles tiles = {
      .params = params,
      .rows = rows,
      .head = head,
      .weights = (const int8_t *)(head + PANEL_ARRAYS * NR),
      .columns = columns,
      .rounds_slowly = params->rounds_once || params->shifts_left,
      .limits = load_limits(params->output_zero_point, params->output_min, params->output_max),
  };
  LINNET_UNROLL for (int q = 0; q < QUADS; q++) {
    tiles.rescaling[q] =
        load_rescaling(head + PANEL_MANTISSA * NR + 4 * q, head + PANEL_RIGHT_SHIFT * NR + 4 * q);
  }
  return tiles;
}

/// Adds each row's term, where there are terms, to its sums.
LINNET_INLINE void add_terms(const struct tiles *tiles, size_t first, int mr,
                             int32x4_t sums[][QUADS]) {
  if (tiles->rows->terms == NULL) return;
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    int32x4_t term = vdupq_n_s32(tiles->rows->terms[first + (size_t)m]);
    LINNET_UNROLL for (int q = 0; q < QUADS; q++) sums[m][q] = vaddq_s32(sums[m][q], term);
  }
}

/// Rounds sums in the less usual ways.
static __attribute__((noinline)) void round_slowly(const struct gemm_params *params,
                                                   const int32_t *head, int mr,
                                                   int32x4_t sums[][QUADS]) {
  for (int q = 0; q < QUADS; q++) {
    // A factor takes the place of two numbers.
    const double *factors = (const double *)(const void *)(head + PANEL_FACTOR * NR) + 4 * q;
    struct rescaling rescaling =
        load_rescaling(head + PANEL_MANTISSA * NR + 4 * q, head + PANEL_RIGHT_SHIFT * NR + 4 * q);
    int32x4_t left = vld1q_s32(head + PANEL_LEFT_SHIFT * NR + 4 * q);
    for (int m = 0; m < mr; m++) {
      sums[m][q] = params->rounds_once ? requantize_once(sums[m][q], factors)
                                       : requantize(vshlq_s32(sums[m][q], left), rescaling);
    }
  }
}

/// Copies rows of less than NR columns to the output.
static __attribute__((noinline)) void copy_rows(const void *buffer, size_t row_bytes, size_t bytes,
                                                int mr, char *output, size_t stride) {
  for (int m = 0; m < mr; m++) {
    memcpy(output + (size_t)m * stride, (const char *)buffer + (size_t)m * row_bytes, bytes);
  }
}

/// Rounds, packs and stores the rows of a tile from row `first` on: `sums[m][q]` holds columns 4q to
/// 4q + 3 of row m.
///
/// A tile is one piece of code without branches; what reaches beyond the output goes through a
/// buffer.
LINNET_INLINE void s8_store_tile(const struct tiles *tiles, size_t first, void *output, int mr,
                                 int32x4_t sums[][QUADS]) {
  const struct gemm_params *params = tiles->params;
  if (tiles->rounds_slowly) {
    int32x4_t slow[MAX_MR][QUADS];
    LINNET_UNROLL for (int m = 0; m < mr; m++) {
      LINNET_UNROLL for (int q = 0; q < QUADS; q++) slow[m][q] = sums[m][q];
    }
    round_slowly(params, tiles->head, mr, slow);
    LINNET_UNROLL for (int m = 0; m < mr; m++) {
      LINNET_UNROLL for (int q = 0; q < QUADS; q++) sums[m][q] = slow[m][q];
    }
  } else {
    LINNET_UNROLL for (int q = 0; q < QUADS; q++) {
      LINNET_UNROLL for (int m = 0; m < mr; m++) {
        sums[m][q] = requantize(sums[m][q], tiles->rescaling[q]);
      }
    }
  }
  int8_t buffer[MAX_MR * NR];
  char *rows = (char *)output + first * params->output_stride;
  bool is_whole = tiles->columns >= NR;
  char *target = is_whole ? rows : (char *)buffer;
  size_t stride = is_whole ? params->output_stride : NR;
  enum { ROWS = 4 / QUADS, PARTS = MAX_MR / ROWS };
  int8x16_t packed[PARTS];
  LINNET_UNROLL for (int p = 0; p * ROWS < mr; p++) {
    int32x4_t y[4];
    LINNET_UNROLL for (int i = 0; i < 4; i++) {
      int row = p * ROWS + i / QUADS;
      y[i] = sums[row < mr ? row : mr - 1][i % QUADS];
    }
    packed[p] = pack16(y, tiles->limits);
  }
  if (tiles->limits.matter) {
    LINNET_UNROLL for (int p = 0; p * ROWS < mr; p++) packed[p] = clamp16(packed[p], tiles->limits);
  }
  LINNET_UNROLL for (int m = 0; m < mr; m++, target += stride) {
    int8x16_t bytes = packed[m / ROWS];
    if (ROWS == 1) {
      vst1q_s8((int8_t *)target, bytes);
    } else {
      vst1_s8((int8_t *)target, m % 2 == 0 ? vget_low_s8(bytes) : vget_high_s8(bytes));
    }
  }
  if (!is_whole) copy_rows(buffer, NR, tiles->columns, mr, rows, params->output_stride);
}

/// The same for a product that gives floats.
LINNET_INLINE void s8f32_store_tile(const struct tiles *tiles, size_t first, void *output, int mr,
                                    int32x4_t sums[][QUADS]) {
  const struct gemm_params *params = tiles->params;
  const int32_t *head = tiles->head;
  float buffer[MAX_MR * NR];
  char *rows = (char *)output + first * params->output_stride;
  bool is_whole = tiles->columns >= NR;
  char *target = is_whole ? rows : (char *)buffer;
  size_t stride = is_whole ? params->output_stride : NR * sizeof(float);
  float32x4_t low = vdupq_n_f32(params->float_min), high = vdupq_n_f32(params->float_max);
  int32x4_t zero_points[MAX_MR];
  float32x4_t scales[MAX_MR];
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    zero_points[m] = vld1q_dup_s32(tiles->rows->zero_points + first + m);
    scales[m] = vld1q_dup_f32(tiles->rows->scales + first + m);
  }
  LINNET_UNROLL for (int q = 0; q < QUADS; q++) {
    int32x4_t column_sum = vld1q_s32(head + PANEL_SUM * NR + 4 * q);
    float32x4_t scale = vreinterpretq_f32_s32(vld1q_s32(head + PANEL_SCALE * NR + 4 * q));
    float32x4_t bias = vreinterpretq_f32_s32(vld1q_s32(head + PANEL_FLOAT_BIAS * NR + 4 * q));
    float32x4_t y[MAX_MR];
    LINNET_UNROLL for (int m = 0; m < mr; m++) {
      int32x4_t sum = vmlsq_s32(sums[m][q], column_sum, zero_points[m]);
      y[m] = vmulq_f32(vcvtq_f32_s32(sum), vmulq_f32(scale, scales[m]));
    }
    LINNET_UNROLL for (int m = 0; m < mr; m++) {
      y[m] = vminq_f32(vmaxq_f32(vaddq_f32(y[m], bias), low), high);
      vst1q_f32((float *)(void *)(target + (size_t)m * stride) + 4 * q, y[m]);
    }
  }
  if (is_whole) return;
  copy_rows(buffer, NR * sizeof(float), tiles->columns * sizeof(float), mr, rows,
            params->output_stride);
}
