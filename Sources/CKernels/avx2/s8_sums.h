// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <immintrin.h>
#include <string.h>

#include "dense/gemm.list.h"
#include "dense/panel.h"
#include "isa/targets.h"

LINNET_TARGET_AVX2

enum { NR = 8, MAX_MR = 6, MAX_PANELS = 2 };

/// A tile's sums, row by row, a vector for each panel; four more than a tile has, so that they can
/// be taken four at a time.
struct sums {
  __m256i at[MAX_MR * MAX_PANELS + 4];
};

/// Where each row of a tile of `mr` rows begins; those beyond `rows->count` repeat the last one.
LINNET_INLINE void row_starts(const struct gemm_rows *rows, int mr, const int8_t **x) {
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    x[m] = rows->addresses[(size_t)m < rows->count ? (size_t)m : rows->count - 1];
  }
}

/// What the sums start from: the rows' terms and, if wanted, the columns' biases.
LINNET_INLINE void first_sums(const struct gemm_params *params, const struct gemm_rows *rows,
                              const char *panels, int mr, int panel_count, bool has_bias,
                              __m256i acc[MAX_MR][MAX_PANELS]) {
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    size_t row = (size_t)m < rows->count ? (size_t)m : rows->count - 1;
    __m256i term = _mm256_set1_epi32(rows->terms == NULL ? 0 : rows->terms[row]);
    LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
      const char *head = panels + (size_t)p * params->panel_stride;
      const __m256i *bias = (const __m256i *)((const int32_t *)head + PANEL_BIAS * NR);
      acc[m][p] = has_bias ? _mm256_add_epi32(term, _mm256_loadu_si256(bias)) : term;
    }
  }
}

LINNET_INLINE void keep_sums(int mr, int panel_count, __m256i acc[MAX_MR][MAX_PANELS],
                             struct sums *sums) {
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    LINNET_UNROLL for (int p = 0; p < panel_count; p++) sums->at[m * panel_count + p] = acc[m][p];
  }
  LINNET_UNROLL for (int i = 0; i < 4; i++) {
    sums->at[mr * panel_count + i] = _mm256_setzero_si256();
  }
}

/// Four bytes at `x` in every lane.
LINNET_INLINE __m256i broadcast4(const void *x) {
  int32_t four;
  memcpy(&four, x, sizeof four);
  return _mm256_set1_epi32(four);
}

LINNET_TARGET_END
