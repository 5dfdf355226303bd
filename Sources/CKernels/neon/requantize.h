// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <arm_neon.h>
#include <stdbool.h>

#include "dense/panel.h"
#include "isa/targets.h"

/// The multipliers of four columns or channels.
struct rescaling {
  int32x4_t mantissa;
  /// 0 or negative: to the right.
  int32x4_t shift;
  /// 0 with a shift, else the least number: what is below is moved down by 1 before the shift.
  int32x4_t threshold;
};

LINNET_INLINE struct rescaling load_rescaling(const int32_t *mantissas,
                                              const int32_t *right_shifts) {
  int32x4_t shift = vnegq_s32(vld1q_s32(right_shifts));
  return (struct rescaling){
      .mantissa = vld1q_s32(mantissas),
      .shift = shift,
      .threshold = vshlq_n_s32(vreinterpretq_s32_u32(vceqzq_s32(shift)), 31),
  };
}

/// What `fixed_point_multiply` gives for four sums, without its shift to the left.
///
/// The doubled high product rounds halves up. The rounding shift does, too: a negative product is
/// first moved down by 1, so that its halves go away from zero; without a shift it must not be.
LINNET_INLINE int32x4_t requantize(int32x4_t x, struct rescaling by) {
  int32x4_t nudge = vreinterpretq_s32_u32(vcgtq_s32(by.threshold, x));
#ifdef REQUANTIZE_BY_SQRDMLAH
  int32x4_t high = vqrdmlahq_s32(nudge, x, by.mantissa);
#else
  int32x4_t high = vaddq_s32(vqrdmulhq_s32(x, by.mantissa), nudge);
#endif
  return vrshlq_s32(high, by.shift);
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

/// The zero point and the limits of results.
struct limits {
  int16x8_t zero_point;
  int8x16_t low, high;
  /// False where the limits are those of the type.
  bool matter;
};

LINNET_INLINE struct limits load_limits(int32_t zero_point, int32_t low, int32_t high) {
  return (struct limits){.zero_point = vdupq_n_s16((int16_t)zero_point),
                         .low = vdupq_n_s8((int8_t)low),
                         .high = vdupq_n_s8((int8_t)high),
                         .matter = low > INT8_MIN || high < INT8_MAX};
}

/// Packs 16 results to int8 and adds the zero point.
LINNET_INLINE int8x16_t pack16(const int32x4_t y[4], struct limits limits) {
  int16x8_t first = vqmovn_high_s32(vqmovn_s32(y[0]), y[1]);
  int16x8_t second = vqmovn_high_s32(vqmovn_s32(y[2]), y[3]);
  first = vqaddq_s16(first, limits.zero_point);
  second = vqaddq_s16(second, limits.zero_point);
  return vqmovn_high_s16(vqmovn_s16(first), second);
}

LINNET_INLINE int8x16_t clamp16(int8x16_t y, struct limits limits) {
  return vminq_s8(vmaxq_s8(y, limits.low), limits.high);
}
