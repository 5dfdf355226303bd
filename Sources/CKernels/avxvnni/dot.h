// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <immintrin.h>

#include "isa/targets.h"

LINNET_TARGET_AVXVNNI

/// Adds four products of unsigned `a` and signed `b` in every lane.
LINNET_INLINE __m256i dot4(__m256i sum, __m256i a, __m256i b) {
#ifdef LINNET_AVXVNNI_BY_AVX512
  return _mm256_dpbusd_epi32(sum, a, b);
#else
  return _mm256_dpbusd_avx_epi32(sum, a, b);
#endif
}

LINNET_TARGET_END
