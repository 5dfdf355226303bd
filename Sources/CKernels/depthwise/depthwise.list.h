// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "depthwise.h"

/// The variants of depthwise convolution:
/// V(function, instruction set, block, lanes, window, stride, lines, input offset, is general, taps)
/// where taps names a pair of functions `<taps>_count` and `<taps>_tap` of `depthwise/taps.c`.

#define S8_DEPTHWISE_VARIANTS(V) \
  V(s8_depthwise__scalar, LINNET_SCALAR, 1, 1, 0, 0, 1, 0, true, single) \
  LINNET_X86_ONLY( \
      V(s8_depthwise__avx512vnni, LINNET_AVX512VNNI, 16, 4, 0, 0, 1, 128, true, quads) \
      V(s8_depthwise__avx512vnni_3x3, LINNET_AVX512VNNI, 16, 4, 3, 1, 2, 128, true, line_pair) \
      V(s8_depthwise__avx512vnni_3x3s2, LINNET_AVX512VNNI, 16, 4, 3, 2, 1, 128, true, column) \
      V(s8_depthwise__avx512vnni_5x5, LINNET_AVX512VNNI, 16, 4, 5, 1, 2, 128, true, line_pair) \
      V(s8_depthwise__avx512vnni_5x5s2, LINNET_AVX512VNNI, 16, 4, 5, 2, 1, 128, true, column)) \
  LINNET_ARM_ONLY( \
      V(s8_depthwise__neon_w, LINNET_NEON, 16, 1, 0, 0, 1, 0, true, single) \
      V(s8_depthwise__neon, LINNET_NEON, 16, 1, 0, 0, 1, 0, false, single) \
      V(s8_depthwise__neondot_3x3, LINNET_NEONDOT, 16, 4, 3, 1, 2, 0, false, line_pair) \
      V(s8_depthwise__neondot_3x3s2, LINNET_NEONDOT, 16, 4, 3, 2, 1, 0, false, column) \
      V(s8_depthwise__neondot_5x5, LINNET_NEONDOT, 16, 4, 5, 1, 2, 0, false, line_pair) \
      V(s8_depthwise__neondot_5x5s2, LINNET_NEONDOT, 16, 4, 5, 2, 1, 0, false, column))

#define F32_DEPTHWISE_VARIANTS(V) \
  V(f32_depthwise__scalar, LINNET_SCALAR, 1, 1, 0, 0, 1, 0, true, single) \
  LINNET_X86_ONLY( \
      V(f32_depthwise__avx2, LINNET_AVX2, 8, 1, 0, 0, 1, 0, true, single) \
      V(f32_depthwise__avx512vnni, LINNET_AVX512VNNI, 16, 1, 0, 0, 1, 0, true, single)) \
  LINNET_ARM_ONLY(V(f32_depthwise__neon, LINNET_NEON, 4, 1, 0, 0, 1, 0, true, single))

#define DEPTHWISE_DECLARE(function, ...) depthwise_lines function;
S8_DEPTHWISE_VARIANTS(DEPTHWISE_DECLARE)
F32_DEPTHWISE_VARIANTS(DEPTHWISE_DECLARE)
#undef DEPTHWISE_DECLARE

/// Each tap a group.
size_t single_count(size_t window_lines, size_t window_pixels);
depthwise_tap single_tap;

/// Four taps a group, in the order of the window.
size_t quads_count(size_t window_lines, size_t window_pixels);
depthwise_tap quads_tap;

/// For two output lines at a time, stride 1: a group is four input lines at one pixel. First the
/// groups of the first output line, pixel by pixel, then those of the second. A window of more than
/// three lines has two groups a pixel, for input lines 0 to 3 and 4 to 7.
size_t line_pair_count(size_t window_lines, size_t window_pixels);
depthwise_tap line_pair_tap;

/// One output line: a group is up to four input lines at one pixel of the window.
size_t column_count(size_t window_lines, size_t window_pixels);
depthwise_tap column_tap;
