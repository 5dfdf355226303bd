// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "avx2/s8_channels.h"
#include "avxvnni/dot.h"

LINNET_TARGET_AVXVNNI

enum { LANES = 4, MAX_DEPTH = 2 };

/// Bytes of four sources of eight channels, side by side for each channel, as unsigned numbers.
LINNET_INLINE __m256i group_lines(const __m128i x[LANES]) {
  __m128i ab = _mm_unpacklo_epi8(x[0], x[1]), cd = _mm_unpacklo_epi8(x[2], x[3]);
  __m256i all = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_unpacklo_epi16(ab, cd)),
                                        _mm_unpackhi_epi16(ab, cd), 1);
  return _mm256_xor_si256(all, _mm256_set1_epi8((char)0x80));
}

/// Packed weights as `add_products` takes them: where they are.
LINNET_INLINE const __m256i *load_weights(const char *packed, int count, __m256i *space) {
  (void)count, (void)space;
  return (const __m256i *)packed;
}

LINNET_INLINE __m256i add_products(__m256i sum, __m256i x, const __m256i *weights) {
  return dot4(sum, x, _mm256_loadu_si256(weights));
}

LINNET_TARGET_END
