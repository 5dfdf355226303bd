// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include <immintrin.h>

#include "arithmetic/s8_arithmetic.list.h"
#include "isa/targets.h"

enum { CHUNK = 64 };

LINNET_TARGET_AVX512VNNI
#include "arithmetic/u8_add.h"
#include "avx512vnni/s8_rounding.h"
#include "vector/s8_arithmetic.h"

/// 16 elements of one operand, which stands still where the step is 0.
LINNET_INLINE __m512 numbers(const int8_t *x, ptrdiff_t step, int i) {
  const __m128i bytes = step != 0 ? _mm_loadu_si128((const __m128i *)(x + i)) : _mm_set1_epi8(*x);
  return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(bytes));
}

LINNET_INLINE bool chunk_of_sums(const int8_t *a, ptrdiff_t a_step, const int8_t *b,
                                 ptrdiff_t b_step, int8_t *y, const linnet_quantized_binary *p,
                                 const void *constants) {
  const quick_sum *q = constants;
  __m512 farthest = _mm512_setzero_ps();
  __m128i sums[4];
  LINNET_UNROLL
  for (int i = 0; i < 4; i++) {
    __m512 sum = _mm512_fmadd_ps(numbers(b, b_step, 16 * i), _mm512_set1_ps(q->b_factor),
                                 _mm512_set1_ps(q->constant));
    sum = _mm512_fmadd_ps(numbers(a, a_step, 16 * i), _mm512_set1_ps(q->a_factor), sum);
    sums[i] = _mm512_cvtsepi32_epi8(rounded(sum, &farthest));
  }
  if (is_beyond(farthest, q->farthest)) return false;
  LINNET_UNROLL
  for (int i = 0; i < 4; i++) {
    sums[i] = _mm_max_epi8(sums[i], _mm_set1_epi8((char)p->low));
    sums[i] = _mm_min_epi8(sums[i], _mm_set1_epi8((char)p->high));
    _mm_storeu_si128((__m128i *)(y + 16 * i), sums[i]);
  }
  return true;
}

LINNET_BINARY(s8_add__avx512vnni) {
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

LINNET_BINARY(u8_add__avx512vnni) {
  u8_add_by_s8(s8_add__avx512vnni, a, a_step, b, b_step, y, count,
               *(const linnet_quantized_binary *)parameters);
}

LINNET_TARGET_END
#endif
