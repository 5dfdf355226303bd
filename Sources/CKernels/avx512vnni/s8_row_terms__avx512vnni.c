// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include <immintrin.h>

#include "dense/gemm.list.h"
#include "isa/targets.h"

LINNET_TARGET_AVX512VNNI

/// Sums of groups of four of a row's elements, all taps together.
LINNET_INLINE __m512i partial_sums(const struct gemm_params *params, const int8_t *row,
                                   __mmask64 mask) {
  const __m512i ones = _mm512_set1_epi8(1);
  __m512i sum = _mm512_setzero_si512();
  for (size_t t = 0; t < params->tap_count; t++) {
    const int8_t *x = row + params->tap_offsets[t];
    size_t k = 0;
    for (; k + 64 <= params->run; k += 64) {
      sum = _mm512_dpbusd_epi32(sum, ones, _mm512_loadu_si512(x + k));
    }
    if (mask != 0) sum = _mm512_dpbusd_epi32(sum, ones, _mm512_maskz_loadu_epi8(mask, x + k));
  }
  return sum;
}

/// The sums of all lanes of each of four vectors.
LINNET_INLINE __m128i sums_of_four(__m512i a, __m512i b, __m512i c, __m512i d) {
  __m512i ab = _mm512_add_epi32(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
  __m512i cd = _mm512_add_epi32(_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d));
  __m512i quarters = _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
  __m256i halves =
      _mm256_add_epi32(_mm512_castsi512_si256(quarters), _mm512_extracti64x4_epi64(quarters, 1));
  return _mm_add_epi32(_mm256_castsi256_si128(halves), _mm256_extracti128_si256(halves, 1));
}

/// The same for runs of at most 16 elements, which seldom lie in two cache lines.
LINNET_INLINE __m128i short_partial_sums(const struct gemm_params *params, const int8_t *row,
                                         __mmask16 mask) {
  const __m128i ones = _mm_set1_epi8(1);
  __m128i sum = _mm_setzero_si128();
  for (size_t t = 0; t < params->tap_count; t++) {
    __m128i x = _mm_maskz_loadu_epi8(mask, row + params->tap_offsets[t]);
    sum = _mm_dpbusd_epi32(sum, ones, x);
  }
  return sum;
}

/// The terms of rows whose runs have at most 16 elements.
static void short_row_terms(const struct gemm_params *params, size_t count,
                            const int8_t *const *rows, int32_t factor, int32_t *terms) {
  __mmask16 mask = (__mmask16)((1u << params->run) - 1);
  for (size_t m = 0; m < count; m += 4) {
    __m128i sums[4];
    for (size_t i = 0; i < 4; i++) {
      sums[i] = short_partial_sums(params, rows[m + i < count ? m + i : count - 1], mask);
    }
    __m128i four =
        _mm_hadd_epi32(_mm_hadd_epi32(sums[0], sums[1]), _mm_hadd_epi32(sums[2], sums[3]));
    four = _mm_mullo_epi32(four, _mm_set1_epi32(factor));
    __mmask8 present = count - m >= 4 ? 0xF : (__mmask8)((1u << (count - m)) - 1);
    _mm_mask_storeu_epi32(terms + m, present, four);
  }
}

void s8_row_terms__avx512vnni(const struct gemm_params *params, size_t count,
                              const int8_t *const *rows, int32_t factor, int32_t *terms) {
  if (params->run <= 16) {
    short_row_terms(params, count, rows, factor, terms);
    return;
  }
  size_t tail = params->run % 64;
  __mmask64 mask = tail == 0 ? 0 : ~0ull >> (64 - tail);
  size_t m = 0;
  for (; m + 4 <= count; m += 4) {
    __m128i four = sums_of_four(
        partial_sums(params, rows[m], mask), partial_sums(params, rows[m + 1], mask),
        partial_sums(params, rows[m + 2], mask), partial_sums(params, rows[m + 3], mask));
    four = _mm_mullo_epi32(four, _mm_set1_epi32(factor));
    _mm_storeu_si128((__m128i *)(terms + m), four);
  }
  for (; m < count; m++) {
    int32_t sum = _mm512_reduce_add_epi32(partial_sums(params, rows[m], mask));
    terms[m] = (int32_t)((uint32_t)sum * (uint32_t)factor);
  }
}

LINNET_TARGET_END
#endif
