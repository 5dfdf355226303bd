// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
#include <arm_neon.h>

#include "arithmetic/unary.list.h"
#include "isa/targets.h"

enum { VECTORS = 4, BLOCK = 16 * VECTORS };

/// A quarter of the table; an index beyond it leaves the result as it is.
LINNET_INLINE void look_up(uint8x16_t y[VECTORS], uint8x16_t index[VECTORS], uint8x16x4_t part) {
  LINNET_UNROLL
  for (int j = 0; j < VECTORS; j++) {
    index[j] = vsubq_u8(index[j], vdupq_n_u8(64));
    y[j] = vqtbx4q_u8(y[j], part, index[j]);
  }
}

LINNET_UNARY(x8_table__neon) {
  const uint8_t *from = x, *table = parameters;
  uint8_t *to = y;
  size_t i = 0;
  if (count >= BLOCK) {
    const uint8x16x4_t first = vld1q_u8_x4(table), second = vld1q_u8_x4(table + 64);
    const uint8x16x4_t third = vld1q_u8_x4(table + 128), fourth = vld1q_u8_x4(table + 192);
    for (; i + BLOCK <= count; i += BLOCK) {
      uint8x16_t index[VECTORS], result[VECTORS];
      LINNET_UNROLL
      for (int j = 0; j < VECTORS; j++) {
        index[j] = vld1q_u8(from + i + 16 * j);
        result[j] = vqtbl4q_u8(first, index[j]);
      }
      look_up(result, index, second);
      look_up(result, index, third);
      look_up(result, index, fourth);
      LINNET_UNROLL
      for (int j = 0; j < VECTORS; j++) vst1q_u8(to + i + 16 * j, result[j]);
    }
  }
  x8_table__scalar(from + i, to + i, count - i, parameters);
}
#endif
