// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include <immintrin.h>

#include "arithmetic/unary.list.h"
#include "isa/targets.h"

LINNET_TARGET_AVX2

enum { PART = 16, HALF_PARTS = 8 };

/// Elements that take as long as making the differences.
enum { FEWEST = 96 };

/// What the look-ups of one half of the table, at indices that are negative outside of it, give.
///
/// Part k holds the difference of the table's parts k and k − 1, and is looked up at the index less
/// 16 · k. A look-up at a negative index gives 0, so what has been added up when the index runs
/// below 0 is the table's part in which it lies.
LINNET_INLINE __m256i look_up(const __m256i differences[HALF_PARTS], __m256i index) {
  __m256i sum = _mm256_setzero_si256();
  LINNET_UNROLL
  for (int k = 0; k < HALF_PARTS; k++) {
    sum = _mm256_xor_si256(sum, _mm256_shuffle_epi8(differences[k], index));
    index = _mm256_subs_epi8(index, _mm256_set1_epi8(PART));
  }
  return sum;
}

LINNET_UNARY(x8_table__avx2) {
  const uint8_t *from = x;
  uint8_t *to = y;
  size_t i = 0;
  if (count >= FEWEST) {
    __m256i differences[2][HALF_PARTS];
    for (int half = 0; half < 2; half++) {
      __m128i before = _mm_setzero_si128();
      for (int k = 0; k < HALF_PARTS; k++) {
        const uint8_t *part = (const uint8_t *)parameters + (half * HALF_PARTS + k) * PART;
        const __m128i values = _mm_loadu_si128((const __m128i *)part);
        differences[half][k] = _mm256_broadcastsi128_si256(_mm_xor_si128(values, before));
        before = values;
      }
    }
    for (; i + 32 <= count; i += 32) {
      const __m256i index = _mm256_loadu_si256((const __m256i *)(from + i));
      const __m256i low = look_up(differences[0], index);
      const __m256i high = look_up(differences[1], _mm256_xor_si256(index, _mm256_set1_epi8(-128)));
      _mm256_storeu_si256((__m256i *)(to + i), _mm256_or_si256(low, high));
    }
  }
  x8_table__scalar(from + i, to + i, count - i, parameters);
}

LINNET_TARGET_END
#endif
