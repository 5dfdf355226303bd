// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include <immintrin.h>

#include "dense/gemm.list.h"
#include "isa/targets.h"

LINNET_TARGET_AVX2

void s8_row_terms__avx2(const struct gemm_params *params, size_t count, const int8_t *const *rows,
                        int32_t factor, int32_t *terms) {
  // Sums of absolute differences to 0, of elements made unsigned by adding 128.
  const __m256i top = _mm256_set1_epi8((char)0x80);
  const __m128i top8 = _mm_set1_epi64x((long long)0x8080808080808080);
  const __m128i top4 = _mm_cvtsi32_si128((int)0x80808080);
  for (size_t m = 0; m < count; m++) {
    __m256i sums = _mm256_setzero_si256();
    __m128i few = _mm_setzero_si128();
    uint64_t rest = 0;
    for (size_t t = 0; t < params->tap_count; t++) {
      const int8_t *x = rows[m] + params->tap_offsets[t];
      size_t k = 0;
      for (; k + 32 <= params->run; k += 32) {
        __m256i bytes = _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(x + k)), top);
        sums = _mm256_add_epi64(sums, _mm256_sad_epu8(bytes, _mm256_setzero_si256()));
      }
      for (; k + 8 <= params->run; k += 8) {
        __m128i bytes = _mm_move_epi64(_mm_xor_si128(_mm_loadu_si64(x + k), top8));
        few = _mm_add_epi64(few, _mm_sad_epu8(bytes, _mm_setzero_si128()));
      }
      for (; k + 4 <= params->run; k += 4) {
        __m128i bytes = _mm_xor_si128(_mm_loadu_si32(x + k), top4);
        few = _mm_add_epi64(few, _mm_sad_epu8(bytes, _mm_setzero_si128()));
      }
      for (; k < params->run; k++) rest += (uint8_t)(x[k] ^ 0x80);
    }
    few = _mm_add_epi64(few, _mm256_castsi256_si128(sums));
    few = _mm_add_epi64(few, _mm256_extracti128_si256(sums, 1));
    uint64_t total = (uint64_t)_mm_cvtsi128_si64(few) + (uint64_t)_mm_extract_epi64(few, 1) + rest;
    uint64_t added = 128 * (uint64_t)params->tap_count * params->run;
    terms[m] = (int32_t)((uint32_t)(total - added) * (uint32_t)factor);
  }
}

LINNET_TARGET_END
#endif
