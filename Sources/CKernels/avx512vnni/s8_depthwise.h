// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <immintrin.h>
#include <string.h>

#include "avx512vnni/requantize.h"
#include "depthwise/depthwise.list.h"

LINNET_TARGET_AVX512VNNI

enum { BLOCK = 16 };

/// Up to 16 bytes; those beyond `mask` are 0 and not read.
LINNET_INLINE __m128i load16(const int8_t *x, __mmask16 mask) {
  return _mm_maskz_loadu_epi8(mask, x);
}

/// Bytes of four sources of 16 channels, side by side for each channel, as unsigned numbers.
LINNET_INLINE __m512i interleave4(__m128i a, __m128i b, __m128i c, __m128i d) {
  __m256i ab = _mm256_inserti128_si256(_mm256_castsi128_si256(a), b, 1);
  __m256i cd = _mm256_inserti128_si256(_mm256_castsi128_si256(c), d, 1);
  __m512i all = _mm512_inserti64x4(_mm512_castsi256_si512(ab), cd, 1);
  // First dwords to their quarters, then bytes within them.
  const __m512i dwords =
      _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  const __m512i bytes = _mm512_broadcast_i32x4(
      _mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
  all = _mm512_shuffle_epi8(_mm512_permutexvar_epi32(dwords, all), bytes);
  return _mm512_xor_si512(all, _mm512_set1_epi8((char)0x80));
}

/// What turns the sums of one block of channels into results.
struct epilogue {
  struct quick_requantizer quick;
  __m512i bias;
  const int32_t *head;
  __mmask16 mask;
};

LINNET_INLINE struct epilogue load_epilogue(const int32_t *head, size_t channels) {
  struct epilogue epilogue = {.head = head};
  epilogue.quick = load_quick_requantizer(head, BLOCK);
  epilogue.bias = _mm512_loadu_si512(head + PANEL_BIAS * BLOCK);
  epilogue.mask = channels >= BLOCK ? 0xFFFF : (__mmask16)((1u << channels) - 1);
  return epilogue;
}

/// Stores the bytes of `mask`: whole vectors without it, since a masked store takes far longer.
LINNET_INLINE void store16(int8_t *output, __mmask16 mask, __m128i value) {
  if (mask == 0xFFFF) {
    _mm_storeu_si128((__m128i *)output, value);
  } else {
    _mm_mask_storeu_epi8(output, mask, value);
  }
}

/// Rounds 16 sums exactly.
static __m512i round_exactly(const struct depthwise_params *params, const int32_t *head,
                             __m512i sum) {
  struct requantizer requantizer = load_requantizer(head, BLOCK);
  return requantize(sum, &requantizer, params->shifts_left);
}

/// Rounds, clamps and stores 16 sums.
LINNET_INLINE void s8_finish(const struct depthwise_params *params,
                             const struct epilogue *epilogue, __m512i sum, int8_t *output) {
  __m512 farthest = _mm512_setzero_ps();
  __m512i y = quick_requantize(sum, &epilogue->quick, &farthest);
  if (__builtin_expect(may_be_wrong(farthest) || params->shifts_left, 0)) {
    y = round_exactly(params, epilogue->head, sum);
  }
  __m128i packed =
      pack_s8(y, params->output_zero_point, params->output_min, params->output_max);
  store16(output, epilogue->mask, packed);
}

LINNET_TARGET_END
