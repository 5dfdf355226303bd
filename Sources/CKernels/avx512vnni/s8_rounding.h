// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <immintrin.h>
#include <stdbool.h>

#include "isa/targets.h"

// Rounding in float with a look at how near to a middle it was, for element-wise kernels.

/// The nearest integers; `farthest` keeps the largest distance to one.
LINNET_INLINE __m512i rounded(__m512 x, __m512 *farthest) {
  const __m512 distance = _mm512_reduce_ps(x, _MM_FROUND_TO_NEAREST_INT);
  // The larger of two magnitudes.
  *farthest = _mm512_range_ps(*farthest, distance, 0xB);
  return _mm512_cvtps_epi32(x);
}

LINNET_INLINE bool is_beyond(__m512 farthest, float limit) {
  return _mm512_cmp_ps_mask(farthest, _mm512_set1_ps(limit), _CMP_GT_OQ) != 0;
}
