// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <arm_neon.h>
#include <stdbool.h>

#include "arithmetic/fixed_point.h"
#include "elementwise.h"
#include "isa/targets.h"

// Sums and products of int8, sixteen at a time. The doubling high product rounds halves up, the
// rounding shift too: one less for negative numbers makes it round halves away from zero, where
// there is a shift.

enum { BLOCK = 16 };

/// A multiplier without a shift to the left.
typedef struct {
  int32_t mantissa;
  int32x4_t shift;  // negative: to the right
} neon_rescaling;

LINNET_INLINE neon_rescaling make_neon(int32_t mantissa, int32_t shift) {
  const neon_rescaling r = {mantissa, vdupq_n_s32(shift)};
  return r;
}

LINNET_INLINE int32x4_t rescale_neon(int32x4_t x, neon_rescaling r) {
  const int32x4_t high = vqrdmulhq_n_s32(x, r.mantissa);
  // The shift is negative where there is one.
  return vrshlq_s32(vsraq_n_s32(high, vandq_s32(high, r.shift), 31), r.shift);
}

/// Adds the zero point to 16 results and clamps them.
LINNET_INLINE int8x16_t limited_neon(const int32x4_t y[4], const linnet_quantized_binary *p) {
  const int16x8_t zero_point = vdupq_n_s16((int16_t)p->y_offset);
  const int16x8_t low = vqmovn_high_s32(vqmovn_s32(y[0]), y[1]);
  const int16x8_t high = vqmovn_high_s32(vqmovn_s32(y[2]), y[3]);
  const int8x16_t packed =
      vqmovn_high_s16(vqmovn_s16(vqaddq_s16(low, zero_point)), vqaddq_s16(high, zero_point));
  return vminq_s8(vmaxq_s8(packed, vdupq_n_s8((int8_t)p->low)), vdupq_n_s8((int8_t)p->high));
}

/// Where blocks of an operand are read, and how far it is from one to the next.
typedef struct {
  const int8_t *from;
  ptrdiff_t step;
} block_reader;

/// A reader of `x`, or of `copies` of its one element for a step of 0.
LINNET_INLINE block_reader make_reader(const void *x, ptrdiff_t step, int8_t copies[BLOCK]) {
  if (step == 0) vst1q_s8(copies, vdupq_n_s8(*(const int8_t *)x));
  const block_reader reader = {step != 0 ? x : copies, step * BLOCK};
  return reader;
}

/// The next 16 elements less their zero point.
LINNET_INLINE int16x8x2_t next_block(block_reader *reader, int32_t offset) {
  const int16x8_t addend = vdupq_n_s16((int16_t)offset);
  const int8x16_t values = vld1q_s8(reader->from);
  reader->from += reader->step;
  const int16x8x2_t block = {
      {vaddw_s8(addend, vget_low_s8(values)), vaddw_high_s8(addend, values)}};
  return block;
}

/// Whether a multiplier is 1 or more, as only the oddest scales make it.
LINNET_INLINE bool shifts_left(const linnet_quantized_binary *p) {
  return p->a_shift > 0 || p->b_shift > 0 || p->y_shift > 0;
}
