// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include <immintrin.h>

#include "arithmetic/s8_arithmetic.list.h"
#include "isa/targets.h"

enum { CHUNK = 64 };

LINNET_TARGET_AVX512VNNI
#include "avx512vnni/s8_rounding.h"
#include "vector/s8_arithmetic.h"

/// 32 elements of one operand without its zero point.
LINNET_INLINE __m512i differences(const int8_t *x, ptrdiff_t step, int i, int32_t offset) {
  const __m256i bytes =
      step != 0 ? _mm256_loadu_si256((const __m256i *)(x + i)) : _mm256_set1_epi8(*x);
  return _mm512_add_epi16(_mm512_cvtepi8_epi16(bytes), _mm512_set1_epi16((int16_t)offset));
}

/// 16 products rescaled.
LINNET_INLINE __m512i rescaled(__m512i product, const quick_product *q, __m512 *farthest) {
  // The nudge takes the product's sign: a | (b & c).
  const __m512i nudge = _mm512_ternarylogic_epi32(_mm512_castps_si512(_mm512_set1_ps(q->nudge)),
                                                  product, _mm512_set1_epi32(INT32_MIN), 0xF8);
  const __m512 moved = _mm512_fmadd_ps(_mm512_cvtepi32_ps(product), _mm512_set1_ps(q->factor),
                                       _mm512_castsi512_ps(nudge));
  return rounded(moved, farthest);
}

LINNET_INLINE bool chunk_of_products(const int8_t *a, ptrdiff_t a_step, const int8_t *b,
                                     ptrdiff_t b_step, int8_t *y, const linnet_quantized_binary *p,
                                     const void *constants) {
  const quick_product *q = constants;
  __m512 farthest = _mm512_setzero_ps();
  __m256i products[2];
  LINNET_UNROLL
  for (int i = 0; i < 2; i++) {
    const __m512i left = differences(a, a_step, 32 * i, p->a_offset);
    const __m512i right = differences(b, b_step, 32 * i, p->b_offset);
    const __m512i lower = _mm512_mullo_epi16(left, right);
    const __m512i upper = _mm512_mulhi_epi16(left, right);
    // Unpacking and packing both keep to parts of 128 bits, so the order comes back.
    const __m512i first = rescaled(_mm512_unpacklo_epi16(lower, upper), q, &farthest);
    const __m512i second = rescaled(_mm512_unpackhi_epi16(lower, upper), q, &farthest);
    const __m512i both = _mm512_packs_epi32(first, second);
    products[i] =
        _mm512_cvtsepi16_epi8(_mm512_adds_epi16(both, _mm512_set1_epi16((int16_t)p->y_offset)));
  }
  if (is_beyond(farthest, q->farthest)) return false;
  LINNET_UNROLL
  for (int i = 0; i < 2; i++) {
    products[i] = _mm256_max_epi8(products[i], _mm256_set1_epi8((char)p->low));
    products[i] = _mm256_min_epi8(products[i], _mm256_set1_epi8((char)p->high));
    _mm256_storeu_si256((__m256i *)(y + 32 * i), products[i]);
  }
  return true;
}

LINNET_BINARY(s8_mul__avx512vnni) {
  const linnet_quantized_binary p = *(const linnet_quantized_binary *)parameters;
  const quick_product quick = make_quick_product(&p);
  if (shifts_left(&p)) {
    s8_mul__scalar(a, a_step, b, b_step, y, count, parameters);
  } else if (is_quick(&p, quick.farthest)) {
    run_steps(chunk_of_products, mul_s8, a, a_step, b, b_step, y, count, &p, &quick);
  } else {
    mul_s8(a, a_step, b, b_step, y, count, p);
  }
}

LINNET_TARGET_END
#endif
