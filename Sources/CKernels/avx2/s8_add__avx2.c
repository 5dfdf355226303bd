// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include <immintrin.h>

#include "arithmetic/s8_arithmetic.list.h"
#include "isa/targets.h"

enum { CHUNK = 32 };

LINNET_TARGET_AVX2
#include "arithmetic/u8_add.h"
#include "avx2/s8_rounding.h"
#include "vector/s8_arithmetic.h"

/// Eight elements of one operand, which stands still where the step is 0.
LINNET_INLINE __m256 numbers(const int8_t *x, ptrdiff_t step, int i) {
  const __m128i bytes = step != 0 ? _mm_loadl_epi64((const __m128i *)(x + i)) : _mm_set1_epi8(*x);
  return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(bytes));
}

LINNET_INLINE bool chunk_of_sums(const int8_t *a, ptrdiff_t a_step, const int8_t *b,
                                 ptrdiff_t b_step, int8_t *y, const linnet_quantized_binary *p,
                                 const void *constants) {
  const quick_sum *q = constants;
  __m256 farthest = _mm256_setzero_ps();
  __m256i sums[4];
  LINNET_UNROLL
  for (int i = 0; i < 4; i++) {
    __m256 sum = _mm256_fmadd_ps(numbers(b, b_step, 8 * i), _mm256_set1_ps(q->b_factor),
                                 _mm256_set1_ps(q->constant));
    sum = _mm256_fmadd_ps(numbers(a, a_step, 8 * i), _mm256_set1_ps(q->a_factor), sum);
    sums[i] = rounded(sum, &farthest);
  }
  if (is_beyond(farthest, q->farthest)) return false;
  const __m256i packed = _mm256_packs_epi16(_mm256_packs_epi32(sums[0], sums[1]),
                                            _mm256_packs_epi32(sums[2], sums[3]));
  // Packing has kept to halves of 128 bits.
  const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  store_limited(y, _mm256_permutevar8x32_epi32(packed, order), p);
  return true;
}

LINNET_BINARY(s8_add__avx2) {
  const linnet_quantized_binary p = *(const linnet_quantized_binary *)parameters;
  const quick_sum quick = make_quick_sum(&p);
  if (shifts_left(&p)) {
    s8_add__scalar(a, a_step, b, b_step, y, count, parameters);
  } else if (is_quick(&p, quick.farthest)) {
    run_steps(chunk_of_sums, add_s8, a, a_step, b, b_step, y, count, &p, &quick);
  } else {
    add_s8(a, a_step, b, b_step, y, count, p);
  }
}

LINNET_BINARY(u8_add__avx2) {
  u8_add_by_s8(s8_add__avx2, a, a_step, b, b_step, y, count,
               *(const linnet_quantized_binary *)parameters);
}

LINNET_TARGET_END
#endif
