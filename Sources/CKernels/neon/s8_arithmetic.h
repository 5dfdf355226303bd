// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <arm_neon.h>

#include "elementwise/fixed_point.h"
#include "elementwise.h"
#include "isa/targets.h"

// Sums and products of int8, eight at a time. The doubling high product rounds halves up, the
// rounding shift too: one less for negative numbers makes it round halves away from zero, where
// there is a shift.

/// A multiplier without a shift to the left.
typedef struct {
  int32_t mantissa;
  int32x4_t correction;  // −1 in each lane where there is a shift, else 0
  int32x4_t shift;       // negative: to the right
} neon_rescaling;

LINNET_INLINE neon_rescaling make_neon(int32_t mantissa, int32_t shift) {
  const neon_rescaling r = {mantissa, vdupq_n_s32(shift < 0 ? -1 : 0), vdupq_n_s32(shift)};
  return r;
}

LINNET_INLINE int32x4_t rescale_neon(int32x4_t x, neon_rescaling r) {
  const int32x4_t high = vqrdmulhq_n_s32(x, r.mantissa);
  const int32x4_t nudge = vandq_s32(vshrq_n_s32(high, 31), r.correction);
  return vrshlq_s32(vaddq_s32(high, nudge), r.shift);
}

LINNET_INLINE int8x8_t limited_neon(int32x4_t low, int32x4_t high,
                                    const linnet_quantized_binary *p) {
  const int32x4_t zero_point = vdupq_n_s32(p->y_offset);
  const int32x4_t least = vdupq_n_s32(p->low), largest = vdupq_n_s32(p->high);
  low = vminq_s32(vmaxq_s32(vaddq_s32(low, zero_point), least), largest);
  high = vminq_s32(vmaxq_s32(vaddq_s32(high, zero_point), least), largest);
  return vmovn_s16(vcombine_s16(vmovn_s32(low), vmovn_s32(high)));
}

/// Eight elements less their zero point; the one element eight times for a step of 0.
LINNET_INLINE int16x8_t offset_neon(const int8_t *x, ptrdiff_t step, size_t i, int32_t offset) {
  const int8x8_t values = step != 0 ? vld1_s8(x + i) : vdup_n_s8(*x);
  return vaddw_s8(vdupq_n_s16((int16_t)offset), values);
}

/// Whether a multiplier is 1 or more, as only the oddest scales make it.
LINNET_INLINE int shifts_left(const linnet_quantized_binary *p) {
  return p->a_shift > 0 || p->b_shift > 0 || p->y_shift > 0;
}
