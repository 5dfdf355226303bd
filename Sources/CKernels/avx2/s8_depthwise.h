// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "avx2/s8_channels.h"

LINNET_TARGET_AVX2

enum { LANES = 2, MAX_DEPTH = 3 };

/// Elements of two sources of eight channels, side by side for each channel, in 16 bits.
LINNET_INLINE __m256i group_lines(const __m128i x[LANES]) {
  return _mm256_cvtepi8_epi16(_mm_unpacklo_epi8(x[0], x[1]));
}

/// Packed weights as `add_products` takes them: widened to 16 bits.
LINNET_INLINE const __m256i *load_weights(const char *packed, int count, __m256i *space) {
  for (int i = 0; i < count; i++) {
    space[i] = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)packed + i));
  }
  return space;
}

LINNET_INLINE __m256i add_products(__m256i sum, __m256i x, const __m256i *weights) {
  return _mm256_add_epi32(sum, _mm256_madd_epi16(x, *weights));
}

LINNET_TARGET_END
