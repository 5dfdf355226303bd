// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include <immintrin.h>

#include "arithmetic/s8_arithmetic.list.h"
#include "isa/targets.h"

enum { CHUNK = 32 };

LINNET_TARGET_AVX2
#include "avx2/s8_rounding.h"
#include "vector/s8_arithmetic.h"

/// 16 elements of one operand without its zero point.
LINNET_INLINE __m256i differences(const int8_t *x, ptrdiff_t step, int i, int32_t offset) {
  const __m128i bytes = step != 0 ? _mm_loadu_si128((const __m128i *)(x + i)) : _mm_set1_epi8(*x);
  return _mm256_add_epi16(_mm256_cvtepi8_epi16(bytes), _mm256_set1_epi16((int16_t)offset));
}

/// Eight products rescaled.
LINNET_INLINE __m256i rescaled(__m256i product, const quick_product *q, __m256 *farthest) {
  const __m256 sign = _mm256_and_ps(_mm256_castsi256_ps(product), _mm256_set1_ps(-0.0f));
  const __m256 nudge = _mm256_or_ps(_mm256_set1_ps(q->nudge), sign);
  return rounded(_mm256_fmadd_ps(_mm256_cvtepi32_ps(product), _mm256_set1_ps(q->factor), nudge),
                 farthest);
}

LINNET_INLINE bool chunk_of_products(const int8_t *a, ptrdiff_t a_step, const int8_t *b,
                                     ptrdiff_t b_step, int8_t *y, const linnet_quantized_binary *p,
                                     const void *constants) {
  const quick_product *q = constants;
  __m256 farthest = _mm256_setzero_ps();
  __m256i products[2];
  LINNET_UNROLL
  for (int i = 0; i < 2; i++) {
    const __m256i left = differences(a, a_step, 16 * i, p->a_offset);
    const __m256i right = differences(b, b_step, 16 * i, p->b_offset);
    const __m256i lower = _mm256_mullo_epi16(left, right);
    const __m256i upper = _mm256_mulhi_epi16(left, right);
    // Unpacking and packing both keep to halves of 128 bits, so the order comes back.
    const __m256i first = rescaled(_mm256_unpacklo_epi16(lower, upper), q, &farthest);
    const __m256i second = rescaled(_mm256_unpackhi_epi16(lower, upper), q, &farthest);
    products[i] = _mm256_adds_epi16(_mm256_packs_epi32(first, second),
                                    _mm256_set1_epi16((int16_t)p->y_offset));
  }
  if (is_beyond(farthest, q->farthest)) return false;
  const __m256i packed = _mm256_packs_epi16(products[0], products[1]);
  store_limited(y, _mm256_permute4x64_epi64(packed, 0xD8), p);
  return true;
}

LINNET_BINARY(s8_mul__avx2) {
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
