// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "avx2/s8_sums.h"

LINNET_TARGET_AVX2

enum {
  /// Elements of a run that are widened at a time.
  CHUNK = 256,
};

LINNET_INLINE void widen16(const int8_t *x, int16_t *wide) {
  __m256i y = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)x));
  _mm256_storeu_si256((__m256i *)wide, y);
}

LINNET_INLINE void widen8(const int8_t *x, int16_t *wide) {
  _mm_storeu_si128((__m128i *)wide, _mm_cvtepi8_epi16(_mm_loadu_si64(x)));
}

/// Widens `count` elements to 16 bits; the last few may be widened twice.
LINNET_INLINE void widen(const int8_t *x, size_t count, int16_t *wide) {
  if (count >= 16) {
    for (size_t k = 0; k + 16 <= count; k += 16) widen16(x + k, wide + k);
    if (count % 16 != 0) widen16(x + count - 16, wide + count - 16);
  } else if (count >= 8) {
    widen8(x, wide);
    widen8(x + count - 8, wide + count - 8);
  } else {
    for (size_t k = 0; k < count; k++) wide[k] = x[k];
  }
}

/// Sums of a tile of `mr` rows by `panel_count` panels of eight columns.
///
/// Two elements of a row at a time are multiplied in 16 bits and added in 32, which is exact for all
/// weights.
LINNET_INLINE void s8_tile_sums(const struct gemm_params *params, const struct gemm_rows *rows,
                                const char *panels, int mr, int panel_count, bool has_bias,
                                struct sums *sums) {
  const int8_t *x[MAX_MR];
  row_starts(rows, mr, x);
  __m256i acc[MAX_MR][MAX_PANELS];
  first_sums(params, rows, panels, mr, panel_count, has_bias, acc);
  size_t stride = params->panel_stride;
  const char *weights = panels + PANEL_ARRAYS * NR * sizeof(int32_t);
  int16_t wide[MAX_MR][CHUNK];
  for (size_t t = 0; t < params->tap_count; t++) {
    for (size_t start = 0; start < params->run; start += CHUNK) {
      size_t left = params->run - start, count = left < CHUNK ? left : CHUNK;
      LINNET_UNROLL for (int m = 0; m < mr; m++) {
        widen(x[m] + params->tap_offsets[t] + start, count, wide[m]);
      }
      for (size_t k = 0; k < count; k += 2) {
        __m256i w[MAX_PANELS];
        LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
          const __m128i *pairs = (const __m128i *)(weights + (size_t)p * stride);
          w[p] = _mm256_cvtepi8_epi16(_mm_loadu_si128(pairs));
        }
        weights += 2 * NR;
        LINNET_UNROLL for (int m = 0; m < mr; m++) {
          __m256i pair = broadcast4(wide[m] + k);
          LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
            acc[m][p] = _mm256_add_epi32(acc[m][p], _mm256_madd_epi16(pair, w[p]));
          }
        }
      }
    }
  }
  keep_sums(mr, panel_count, acc, sums);
}

LINNET_TARGET_END
