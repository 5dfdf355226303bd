// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "avx2/s8_sums.h"
#include "avxvnni/dot.h"

LINNET_TARGET_AVXVNNI

/// Sums of a tile of `mr` rows by `panel_count` panels of eight columns.
///
/// The instruction multiplies unsigned by signed, so the weights are stored with 128 added.
LINNET_INLINE void s8_tile_sums(const struct gemm_params *params, const struct gemm_rows *rows,
                                const char *panels, int mr, int panel_count, bool has_bias,
                                struct sums *sums) {
  const int8_t *x[MAX_MR];
  row_starts(rows, mr, x);
  __m256i acc[MAX_MR][MAX_PANELS];
  first_sums(params, rows, panels, mr, panel_count, has_bias, acc);
  size_t stride = params->panel_stride;
  const char *weights = panels + PANEL_ARRAYS * NR * sizeof(int32_t);
  for (size_t t = 0; t < params->tap_count; t++) {
    ptrdiff_t offset = params->tap_offsets[t];
    ptrdiff_t end = offset + (ptrdiff_t)params->run;
    for (ptrdiff_t k = offset; k < end; k += 4) {
      __m256i w[MAX_PANELS];
      LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
        w[p] = _mm256_loadu_si256((const __m256i *)(weights + (size_t)p * stride));
      }
      weights += 4 * NR;
      LINNET_UNROLL for (int m = 0; m < mr; m++) {
        __m256i four = broadcast4(x[m] + k);
        LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
          acc[m][p] = dot4(acc[m][p], w[p], four);
        }
      }
    }
  }
  keep_sums(mr, panel_count, acc, sums);
}

LINNET_TARGET_END
