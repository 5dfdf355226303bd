// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
#include "elementwise/s8_arithmetic.list.h"
#include "neon/s8_arithmetic.h"

/// Four elements enlarged by 20 bits, rescaled.
LINNET_INLINE int32x4_t scaled(int16x4_t x, neon_rescaling r) {
  return rescale_neon(vshll_n_s16(vshl_n_s16(x, 4), 16), r);
}

LINNET_BINARY(s8_add__neon) {
  const linnet_quantized_binary *p = parameters;
  size_t i = 0;
  if (!shifts_left(p) && p->left_shift == 20) {
    const neon_rescaling m = make_neon(p->a_mantissa, p->a_shift);
    const neon_rescaling n = make_neon(p->b_mantissa, p->b_shift);
    const neon_rescaling s = make_neon(p->y_mantissa, p->y_shift);
    const int32_t sign = p->b_sign;
    for (; i + 8 <= count; i += 8) {
      const int16x8_t left = offset_neon(a, a_step, i, p->a_offset);
      const int16x8_t right = offset_neon(b, b_step, i, p->b_offset);
      const int32x4_t low = vmlaq_n_s32(
          scaled(vget_low_s16(left), m), scaled(vget_low_s16(right), n), sign);
      const int32x4_t high = vmlaq_n_s32(
          scaled(vget_high_s16(left), m), scaled(vget_high_s16(right), n), sign);
      vst1_s8((int8_t *)y + i, limited_neon(rescale_neon(low, s), rescale_neon(high, s), p));
    }
  }
  s8_add__scalar((const int8_t *)a + (a_step != 0 ? i : 0), a_step,
                 (const int8_t *)b + (b_step != 0 ? i : 0), b_step, (int8_t *)y + i, count - i,
                 parameters);
}
#endif
