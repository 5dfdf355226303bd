// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
#include "arithmetic/s8_arithmetic.list.h"
#include "neon/s8_arithmetic.h"

LINNET_BINARY(s8_mul__neon) {
  const linnet_quantized_binary p = *(const linnet_quantized_binary *)parameters;
  int8_t copies[2][BLOCK];
  block_reader left = make_reader(a, a_step, copies[0]), right = make_reader(b, b_step, copies[1]);
  size_t i = 0;
  if (!shifts_left(&p)) {
    const neon_rescaling s = make_neon(p.y_mantissa, p.y_shift);
    for (; i + BLOCK <= count; i += BLOCK) {
      const int16x8x2_t m = next_block(&left, p.a_offset), n = next_block(&right, p.b_offset);
      int32x4_t products[4];
      LINNET_UNROLL
      for (int j = 0; j < 2; j++) {
        const int32x4_t low = vmull_s16(vget_low_s16(m.val[j]), vget_low_s16(n.val[j]));
        products[2 * j] = rescale_neon(low, s);
        products[2 * j + 1] = rescale_neon(vmull_high_s16(m.val[j], n.val[j]), s);
      }
      vst1q_s8((int8_t *)y + i, limited_neon(products, &p));
    }
  }
  const ptrdiff_t done = (ptrdiff_t)i;
  s8_mul__scalar((const int8_t *)a + done * a_step, a_step, (const int8_t *)b + done * b_step,
                 b_step, (int8_t *)y + i, count - i, parameters);
}
#endif
