// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <arm_neon.h>
#include <stdbool.h>

#include "gemm/panel.h"
#include "isa/targets.h"

/// What `fixed_point_multiply` gives for four sums.
///
/// The doubled high product rounds halves up. The rounding shift does, too: a negative product is
/// first moved down by 1, so that its halves go away from zero; without a shift it must not be, and
/// the sign of the shift, 0 or negative, says so.
LINNET_INLINE int32x4_t requantize(int32x4_t x, int32x4_t mantissa, int32x4_t minus_right,
                                   int32x4_t left, bool shifts_left) {
  if (shifts_left) x = vshlq_s32(x, left);
  int32x4_t high = vqrdmulhq_s32(x, mantissa);
  high = vsraq_n_s32(high, vandq_s32(high, minus_right), 31);
  return vrshlq_s32(high, minus_right);
}

/// What `round_once` gives for four sums; `factors` are their columns' doubles.
LINNET_INLINE int32x4_t requantize_once(int32x4_t x, const double *factors) {
  float64x2_t low = vcvtq_f64_s64(vmovl_s32(vget_low_s32(x)));
  float64x2_t high = vcvtq_f64_s64(vmovl_s32(vget_high_s32(x)));
  // The conversion rounds to nearest, halves away from zero.
  int64x2_t a = vcvtaq_s64_f64(vmulq_f64(low, vld1q_f64(factors)));
  int64x2_t b = vcvtaq_s64_f64(vmulq_f64(high, vld1q_f64(factors + 2)));
  return vcombine_s32(vqmovn_s64(a), vqmovn_s64(b));
}

/// Packs 16 results to int8, adds the zero point and clamps.
LINNET_INLINE int8x16_t pack16(const int32x4_t y[4], int32_t zero_point, int32_t low,
                               int32_t high) {
  int16x8_t zero = vdupq_n_s16((int16_t)zero_point);
  int16x8_t first = vqmovn_high_s32(vqmovn_s32(y[0]), y[1]);
  int16x8_t second = vqmovn_high_s32(vqmovn_s32(y[2]), y[3]);
  int8x16_t packed =
      vqmovn_high_s16(vqmovn_s16(vqaddq_s16(first, zero)), vqaddq_s16(second, zero));
  packed = vmaxq_s8(packed, vdupq_n_s8((int8_t)low));
  return vminq_s8(packed, vdupq_n_s8((int8_t)high));
}
