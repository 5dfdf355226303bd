// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <immintrin.h>
#include <stdbool.h>

#include "elementwise.h"
#include "isa/targets.h"

// Rounding in float with a look at how near to a middle it was, for element-wise kernels.

/// The nearest integers; `farthest` keeps the largest distance to one.
LINNET_INLINE __m256i rounded(__m256 x, __m256 *farthest) {
  const __m256i nearest = _mm256_cvtps_epi32(x);
  const __m256 distance = _mm256_sub_ps(x, _mm256_cvtepi32_ps(nearest));
  *farthest = _mm256_max_ps(*farthest, _mm256_andnot_ps(_mm256_set1_ps(-0.0f), distance));
  return nearest;
}

LINNET_INLINE bool is_beyond(__m256 farthest, float limit) {
  return _mm256_movemask_ps(_mm256_cmp_ps(farthest, _mm256_set1_ps(limit), _CMP_GT_OQ)) != 0;
}

/// Clamps and stores 32 results.
LINNET_INLINE void store_limited(int8_t *y, __m256i x, const linnet_quantized_binary *p) {
  x = _mm256_max_epi8(x, _mm256_set1_epi8((char)p->low));
  x = _mm256_min_epi8(x, _mm256_set1_epi8((char)p->high));
  _mm256_storeu_si256((__m256i *)y, x);
}
