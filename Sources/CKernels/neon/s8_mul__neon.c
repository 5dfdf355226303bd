// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
#include "elementwise/s8_arithmetic.list.h"
#include "neon/s8_arithmetic.h"

LINNET_BINARY(s8_mul__neon) {
  const linnet_quantized_binary *p = parameters;
  size_t i = 0;
  if (!shifts_left(p)) {
    const neon_rescaling s = make_neon(p->y_mantissa, p->y_shift);
    for (; i + 8 <= count; i += 8) {
      const int16x8_t left = offset_neon(a, a_step, i, p->a_offset);
      const int16x8_t right = offset_neon(b, b_step, i, p->b_offset);
      const int32x4_t low = vmull_s16(vget_low_s16(left), vget_low_s16(right));
      const int32x4_t high = vmull_s16(vget_high_s16(left), vget_high_s16(right));
      vst1_s8((int8_t *)y + i, limited_neon(rescale_neon(low, s), rescale_neon(high, s), p));
    }
  }
  s8_mul__scalar((const int8_t *)a + (a_step != 0 ? i : 0), a_step,
                 (const int8_t *)b + (b_step != 0 ? i : 0), b_step, (int8_t *)y + i, count - i,
                 parameters);
}
#endif
