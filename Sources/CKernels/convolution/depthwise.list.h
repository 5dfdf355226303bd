// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "depthwise.h"

/// The variants of depthwise convolution:
/// V(function, instruction set, block, lanes, window, stride, lines, input offset, is general, taps)
/// where taps names a pair of functions `<taps>_count` and `<taps>_tap` of `convolution/taps.c`.

#define S8_DEPTHWISE_VARIANTS(V)                                                                 \
  V(s8_depthwise__scalar, LINNET_SCALAR, 1, 1, 0, 0, 1, 0, true, in_order)                       \
  LINNET_X86_ONLY(                                                                               \
      V(s8_depthwise__avx2, LINNET_AVX2, 8, 2, 0, 0, 1, 0, true, in_order)                       \
      V(s8_depthwise__avx2_3x3, LINNET_AVX2, 8, 2, 3, 1, 2, 0, true, line_pair)                  \
      V(s8_depthwise__avx2_3x3s2, LINNET_AVX2, 8, 2, 3, 2, 1, 0, true, column)                   \
      V(s8_depthwise__avx2_5x5, LINNET_AVX2, 8, 2, 5, 1, 2, 0, true, line_pair)                  \
      V(s8_depthwise__avx2_5x5s2, LINNET_AVX2, 8, 2, 5, 2, 1, 0, true, column)                   \
      V(s8_depthwise__avxvnni, LINNET_AVXVNNI, 8, 4, 0, 0, 1, 128, true, in_order)               \
      V(s8_depthwise__avxvnni_3x3, LINNET_AVXVNNI, 8, 4, 3, 1, 2, 128, true, line_pair)          \
      V(s8_depthwise__avxvnni_3x3s2, LINNET_AVXVNNI, 8, 4, 3, 2, 1, 128, true, column)           \
      V(s8_depthwise__avxvnni_5x5, LINNET_AVXVNNI, 8, 4, 5, 1, 2, 128, true, line_pair)          \
      V(s8_depthwise__avxvnni_5x5s2, LINNET_AVXVNNI, 8, 4, 5, 2, 1, 128, true, column)           \
      V(s8_depthwise__avx512vnni, LINNET_AVX512VNNI, 16, 4, 0, 0, 1, 128, true, in_order)        \
      V(s8_depthwise__avx512vnni_3x3, LINNET_AVX512VNNI, 16, 4, 3, 1, 2, 128, true, line_pair)   \
      V(s8_depthwise__avx512vnni_3x3s2, LINNET_AVX512VNNI, 16, 4, 3, 2, 1, 128, true, column)    \
      V(s8_depthwise__avx512vnni_5x5, LINNET_AVX512VNNI, 16, 4, 5, 1, 2, 128, true, line_pair)   \
      V(s8_depthwise__avx512vnni_5x5s2, LINNET_AVX512VNNI, 16, 4, 5, 2, 1, 128, true, column))   \
  LINNET_ARM_ONLY(                                                                               \
      V(s8_depthwise__neon_w, LINNET_NEON, 16, 1, 0, 0, 1, 0, true, in_order)                    \
      V(s8_depthwise__neon, LINNET_NEON, 16, 1, 0, 0, 1, 0, false, in_order)                     \
      V(s8_depthwise__neondot_3x3, LINNET_NEONDOT, 16, 4, 3, 1, 2, 0, false, line_pair)          \
      V(s8_depthwise__neondot_3x3s2, LINNET_NEONDOT, 16, 4, 3, 2, 1, 0, false, column)           \
      V(s8_depthwise__neondot_5x5, LINNET_NEONDOT, 16, 4, 5, 1, 2, 0, false, line_pair)          \
      V(s8_depthwise__neondot_5x5s2, LINNET_NEONDOT, 16, 4, 5, 2, 1, 0, false, column))

#define F32_DEPTHWISE_VARIANTS(V)                                                                \
  V(f32_depthwise__scalar, LINNET_SCALAR, 1, 1, 0, 0, 1, 0, true, in_order)                      \
  LINNET_X86_ONLY(                                                                               \
      V(f32_depthwise__avx2, LINNET_AVX2, 8, 1, 0, 0, 1, 0, true, in_order)                      \
      V(f32_depthwise__avx512vnni, LINNET_AVX512VNNI, 16, 1, 0, 0, 1, 0, true, in_order))        \
  LINNET_ARM_ONLY(LINNET_BESIDE_INT8(                                                            \
      V(f32_depthwise__neon, LINNET_NEON, 4, 1, 0, 0, 1, 0, true, in_order)))

#define S16_DEPTHWISE_VARIANTS(V)                                                                \
  V(s16_depthwise, LINNET_SCALAR, 16, 1, 0, 0, 1, 0, true, in_order)

#define DEPTHWISE_DECLARE(function, ...) depthwise_lines function;
S8_DEPTHWISE_VARIANTS(DEPTHWISE_DECLARE)
F32_DEPTHWISE_VARIANTS(DEPTHWISE_DECLARE)
S16_DEPTHWISE_VARIANTS(DEPTHWISE_DECLARE)
#undef DEPTHWISE_DECLARE

/// Taps in the order of the window.
depthwise_group_count in_order_count;
depthwise_tap in_order_tap;

/// For two output lines at a time, stride 1: a group is `lanes` input lines at one pixel. First the
/// groups of the first output line, pixel by pixel, then those of the second. A window that covers
/// more lines has several groups a pixel.
depthwise_group_count line_pair_count;
depthwise_tap line_pair_tap;

/// One output line: a group is up to `lanes` input lines at one pixel of the window.
depthwise_group_count column_count;
depthwise_tap column_tap;

/// The first channel of the block at channel `c`: the last block ends with the last channel.
static inline size_t block_start(const struct depthwise_params *params, size_t c, size_t block) {
  bool is_beyond = c + block > params->channels && params->channels >= block;
  return is_beyond ? params->channels - block : c;
}
