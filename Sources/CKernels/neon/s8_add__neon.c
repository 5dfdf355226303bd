// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
#include "arithmetic/s8_arithmetic.list.h"
#include "arithmetic/u8_add.h"
#include "neon/s8_arithmetic.h"

/// Whether a multiplier is 1/2, as it is for the operand of the larger scale.
LINNET_INLINE bool is_half(int32_t mantissa, int32_t shift) {
  return mantissa == 1 << 30 && shift == 0;
}

/// A sum of one operand that is halved and one that is scaled, after both are enlarged by 20 bits.
typedef struct {
  block_reader half, scaled;
  int32_t half_offset, scaled_offset;
  int16_t half_sign;
  int32_t scaled_sign;
  neon_rescaling scale;
} half_sum;

LINNET_INLINE void next_sums(half_sum *h, int32x4_t sums[4]) {
  const int16x8x2_t half = next_block(&h->half, h->half_offset);
  const int16x8x2_t scaled = next_block(&h->scaled, h->scaled_offset);
  LINNET_UNROLL
  for (int j = 0; j < 2; j++) {
    const int16x8_t large = vmulq_n_s16(half.val[j], (int16_t)(8 * h->half_sign));
    const int16x8_t other = vshlq_n_s16(scaled.val[j], 4);
    const int32x4_t low = rescale_neon(vshll_n_s16(vget_low_s16(other), 16), h->scale);
    const int32x4_t high = rescale_neon(vshll_high_n_s16(other, 16), h->scale);
    sums[2 * j] = vmlaq_n_s32(vshll_n_s16(vget_low_s16(large), 16), low, h->scaled_sign);
    sums[2 * j + 1] = vmlaq_n_s32(vshll_high_n_s16(large, 16), high, h->scaled_sign);
  }
}

LINNET_BINARY(s8_add__neon) {
  const linnet_quantized_binary p = *(const linnet_quantized_binary *)parameters;
  int8_t copies[2][BLOCK];
  half_sum h = {.half = make_reader(a, a_step, copies[0]),
                .half_offset = p.a_offset,
                .half_sign = 1,
                .scaled = make_reader(b, b_step, copies[1]),
                .scaled_offset = p.b_offset,
                .scaled_sign = p.b_sign,
                .scale = make_neon(p.b_mantissa, p.b_shift)};
  const bool a_is_half = is_half(p.a_mantissa, p.a_shift);
  if (!a_is_half) {
    const half_sum other = {.half = h.scaled,
                            .half_offset = p.b_offset,
                            .half_sign = (int16_t)p.b_sign,
                            .scaled = h.half,
                            .scaled_offset = p.a_offset,
                            .scaled_sign = 1,
                            .scale = make_neon(p.a_mantissa, p.a_shift)};
    h = other;
  }
  size_t i = 0;
  if (!shifts_left(&p) && p.left_shift == 20 && (a_is_half || is_half(p.b_mantissa, p.b_shift))) {
    const neon_rescaling s = make_neon(p.y_mantissa, p.y_shift);
    for (; i + BLOCK <= count; i += BLOCK) {
      int32x4_t sums[4];
      next_sums(&h, sums);
      LINNET_UNROLL
      for (int j = 0; j < 4; j++) sums[j] = rescale_neon(sums[j], s);
      vst1q_s8((int8_t *)y + i, limited_neon(sums, &p));
    }
  }
  const ptrdiff_t done = (ptrdiff_t)i;
  s8_add__scalar((const int8_t *)a + done * a_step, a_step, (const int8_t *)b + done * b_step,
                 b_step, (int8_t *)y + i, count - i, parameters);
}

LINNET_BINARY(u8_add__neon) {
  u8_add_by_s8(s8_add__neon, a, a_step, b, b_step, y, count,
               *(const linnet_quantized_binary *)parameters);
}
#endif
