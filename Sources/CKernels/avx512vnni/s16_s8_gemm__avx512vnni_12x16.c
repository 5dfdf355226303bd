// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include <immintrin.h>

#include "dense/gemm.list.h"
#include "dense/panel.h"
#include "isa/targets.h"

LINNET_TARGET_AVX512VNNI

#include "vector/s16_rounding.h"

enum { MR = 12 };

/// `count` is even: weights come in pairs, column by column.
LINNET_INLINE void add_products(s32_row *sums, const int16_t *const *x, const int8_t *weights,
                                size_t count, int rows) {
  for (size_t k = 0; k < count; k += 2) {
    const __m256i pairs = _mm256_loadu_si256((const __m256i_u *)(const void *)(weights + 16 * k));
    const __m512i w = _mm512_cvtepi8_epi16(pairs);
    LINNET_UNROLL for (int m = 0; m < rows; m++) {
      int32_t two;
      memcpy(&two, x[m] + k, sizeof two);
      sums[m] = (s32_row)_mm512_dpwssd_epi32((__m512i)sums[m], w, _mm512_set1_epi32(two));
    }
  }
}

#include "vector/s16_gemm.h"

void s16_s8_gemm__avx512vnni_12x16(const struct gemm_params *params, const struct gemm_rows *rows,
                                   const void *panels, size_t columns, void *output) {
  s16_gemm(params, rows, panels, columns, output);
}

LINNET_TARGET_END
#endif
