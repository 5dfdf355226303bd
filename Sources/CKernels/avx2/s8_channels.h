// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <immintrin.h>
#include <string.h>

#include "avx2/requantize.h"
#include "convolution/depthwise.list.h"

LINNET_TARGET_AVX2

// What depthwise convolutions in blocks of eight channels have in common.

enum { BLOCK = 8 };

typedef __m256i vector;
typedef __m128i line_bytes;

/// The first `channels` bytes, at most eight; others are 0 and not read.
LINNET_INLINE __m128i load_line(const int8_t *x, size_t channels) {
  if (channels >= BLOCK) return _mm_loadu_si64(x);
  uint64_t bytes = 0;
  for (size_t i = 0; i < channels; i++) bytes |= (uint64_t)(uint8_t)x[i] << 8 * i;
  return _mm_cvtsi64_si128((long long)bytes);
}

/// What turns the sums of one block of channels into results.
struct epilogue {
  struct quick_requantizer quick;
  __m256i bias;
  const int32_t *head;
};

LINNET_INLINE struct epilogue load_epilogue(const int32_t *head) {
  return (struct epilogue){.quick = load_quick_requantizer(head, BLOCK),
                           .bias = _mm256_loadu_si256((const __m256i *)(head + PANEL_BIAS * BLOCK)),
                           .head = head};
}

/// Rounds eight sums exactly.
static __m256i round_exactly(const int32_t *head, bool shifts_left, __m256i sum) {
  struct requantizer requantizer = load_requantizer(head, BLOCK);
  return requantize(sum, &requantizer, shifts_left);
}

/// Rounds, clamps and stores the sums of the first `channels` channels.
LINNET_INLINE void s8_finish(const struct depthwise_params *params, const struct epilogue *epilogue,
                             size_t channels, __m256i sum, int8_t *output) {
  __m256 farthest = _mm256_setzero_ps();
  __m256i y = quick_requantize(sum, &epilogue->quick, &farthest);
  if (__builtin_expect(may_be_wrong(farthest) || params->shifts_left, 0)) {
    y = round_exactly(epilogue->head, params->shifts_left, sum);
  }
  __m128i packed = pack1(y, params->output_zero_point, params->output_min, params->output_max);
  if (channels >= BLOCK) {
    _mm_storeu_si64(output, packed);
    return;
  }
  uint64_t bytes = (uint64_t)_mm_cvtsi128_si64(packed);
  for (size_t i = 0; i < channels; i++) output[i] = (int8_t)(bytes >> 8 * i);
}

LINNET_TARGET_END
