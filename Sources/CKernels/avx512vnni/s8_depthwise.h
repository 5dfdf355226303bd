// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <immintrin.h>
#include <string.h>

#include "avx512vnni/requantize.h"
#include "convolution/depthwise.list.h"

LINNET_TARGET_AVX512VNNI

enum { BLOCK = 16, LANES = 4, MAX_DEPTH = 2 };

typedef __m512i vector;
typedef __m128i line_bytes;

LINNET_INLINE __mmask16 first_channels(size_t channels) {
  return channels >= BLOCK ? 0xFFFF : (__mmask16)((1u << channels) - 1);
}

/// The first `channels` bytes, at most 16; others are 0 and not read.
LINNET_INLINE __m128i load_line(const int8_t *x, size_t channels) {
  return _mm_maskz_loadu_epi8(first_channels(channels), x);
}

/// Bytes of four sources of 16 channels, side by side for each channel, as unsigned numbers.
LINNET_INLINE __m512i group_lines(const __m128i x[LANES]) {
  __m256i ab = _mm256_inserti128_si256(_mm256_castsi128_si256(x[0]), x[1], 1);
  __m256i cd = _mm256_inserti128_si256(_mm256_castsi128_si256(x[2]), x[3], 1);
  __m512i all = _mm512_inserti64x4(_mm512_castsi256_si512(ab), cd, 1);
  // First dwords to their quarters, then bytes within them.
  const __m512i dwords = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  const __m512i bytes =
      _mm512_broadcast_i32x4(_mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
  all = _mm512_shuffle_epi8(_mm512_permutexvar_epi32(dwords, all), bytes);
  return _mm512_xor_si512(all, _mm512_set1_epi8((char)0x80));
}

/// Packed weights as `add_products` takes them: where they are.
LINNET_INLINE const __m512i *load_weights(const char *packed, int count, __m512i *space) {
  (void)count, (void)space;
  return (const __m512i *)packed;
}

LINNET_INLINE __m512i add_products(__m512i sum, __m512i x, const __m512i *weights) {
  return _mm512_dpbusd_epi32(sum, x, _mm512_loadu_si512(weights));
}

/// What turns the sums of one block of channels into results.
struct epilogue {
  struct quick_requantizer quick;
  __m512i bias;
  const int32_t *head;
};

LINNET_INLINE struct epilogue load_epilogue(const int32_t *head) {
  return (struct epilogue){.quick = load_quick_requantizer(head, BLOCK),
                           .bias = _mm512_loadu_si512(head + PANEL_BIAS * BLOCK),
                           .head = head};
}

/// Rounds 16 sums exactly.
static __m512i round_exactly(const int32_t *head, bool shifts_left, __m512i sum) {
  struct requantizer requantizer = load_requantizer(head, BLOCK);
  return requantize(sum, &requantizer, shifts_left);
}

/// Rounds, clamps and stores the sums of the first `channels` channels.
LINNET_INLINE void s8_finish(const struct depthwise_params *params, const struct epilogue *epilogue,
                             size_t channels, __m512i sum, int8_t *output) {
  __m512 farthest = _mm512_setzero_ps();
  __m512i y = quick_requantize(sum, &epilogue->quick, &farthest);
  if (__builtin_expect(may_be_wrong(farthest) || params->shifts_left, 0)) {
    y = round_exactly(epilogue->head, params->shifts_left, sum);
  }
  __m128i packed = pack_s8(y, params->output_zero_point, params->output_min, params->output_max);
  // A masked store takes far longer than a plain one.
  if (channels >= BLOCK) {
    _mm_storeu_si128((__m128i *)output, packed);
  } else {
    _mm_mask_storeu_epi8(output, first_channels(channels), packed);
  }
}

LINNET_TARGET_END
