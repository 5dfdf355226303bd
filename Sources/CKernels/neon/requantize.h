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

/// Packs eight results to int8, adds the zero point and clamps.
LINNET_INLINE int8x8_t pack_s8(int32x4_t a, int32x4_t b, int32_t zero_point, int32_t low,
                               int32_t high) {
  int16x8_t y = vcombine_s16(vqmovn_s32(a), vqmovn_s32(b));
  int8x8_t packed = vqmovn_s16(vqaddq_s16(y, vdupq_n_s16((int16_t)zero_point)));
  packed = vmax_s8(packed, vdup_n_s8((int8_t)low));
  return vmin_s8(packed, vdup_n_s8((int8_t)high));
}

/// Stores the first `count` of eight bytes.
LINNET_INLINE void store_s8(int8_t *output, int8x8_t value, size_t count) {
  if (count >= 8) {
    vst1_s8(output, value);
    return;
  }
  if (count & 4) {
    vst1_lane_s32((int32_t *)(void *)output, vreinterpret_s32_s8(value), 0);
    output += 4;
    value = vext_s8(value, value, 4);
  }
  if (count & 2) {
    vst1_lane_s16((int16_t *)(void *)output, vreinterpret_s16_s8(value), 0);
    output += 2;
    value = vext_s8(value, value, 2);
  }
  if (count & 1) vst1_lane_s8(output, value, 0);
}

/// Stores the first `count` of four floats.
LINNET_INLINE void store_f32(float *output, float32x4_t value, size_t count) {
  if (count >= 4) {
    vst1q_f32(output, value);
    return;
  }
  if (count & 2) {
    vst1_f32(output, vget_low_f32(value));
    output += 2;
    value = vextq_f32(value, value, 2);
  }
  if (count & 1) vst1q_lane_f32(output, value, 0);
}
