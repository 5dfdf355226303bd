// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include <immintrin.h>

#include "dense/gemm.list.h"
#include "dense/panel.h"
#include "isa/targets.h"

LINNET_TARGET_AVX2

#include "vector/s16_rounding.h"

enum { MR = 4 };

union halves {
  s32_row whole;
  __m256i half[2];
};

/// `count` is even: weights come in pairs, column by column.
LINNET_INLINE void add_products(s32_row *sums, const int16_t *const *x, const int8_t *weights,
                                size_t count, int rows) {
  __m256i a[MR], b[MR];
  LINNET_UNROLL for (int m = 0; m < rows; m++) {
    const union halves row = {sums[m]};
    a[m] = row.half[0];
    b[m] = row.half[1];
  }
  for (size_t k = 0; k < count; k += 2) {
    const __m128i_u *pairs = (const __m128i_u *)(const void *)(weights + 16 * k);
    const __m256i first = _mm256_cvtepi8_epi16(_mm_loadu_si128(pairs));
    const __m256i second = _mm256_cvtepi8_epi16(_mm_loadu_si128(pairs + 1));
    LINNET_UNROLL for (int m = 0; m < rows; m++) {
      int32_t two;
      memcpy(&two, x[m] + k, sizeof two);
      const __m256i elements = _mm256_set1_epi32(two);
      a[m] = _mm256_add_epi32(a[m], _mm256_madd_epi16(first, elements));
      b[m] = _mm256_add_epi32(b[m], _mm256_madd_epi16(second, elements));
    }
  }
  LINNET_UNROLL for (int m = 0; m < rows; m++) {
    const union halves row = {.half = {a[m], b[m]}};
    sums[m] = row.whole;
  }
}

#include "vector/s16_gemm.h"

void s16_s8_gemm__avx2_4x16(const struct gemm_params *params, const struct gemm_rows *rows,
                            const void *panels, size_t columns, void *output) {
  s16_gemm(params, rows, panels, columns, output);
}

LINNET_TARGET_END
#endif
