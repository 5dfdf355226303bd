// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "elementwise.h"
#include "isa/targets.h"

enum { U8_BLOCK = 128 };

/// The other type's bytes of the same numbers, of which those of uint8 are 128 larger.
LINNET_INLINE void turn_bytes(const uint8_t *x, uint8_t *y, size_t count) {
  LINNET_ELEMENTWISE
  for (size_t i = 0; i < count; i++) y[i] = x[i] ^ 0x80;
}

/// Sums of uint8 by a kernel for int8, block by block.
LINNET_INLINE void u8_add_by_s8(linnet_binary_kernel s8_add, const uint8_t *a, ptrdiff_t a_step,
                                const uint8_t *b, ptrdiff_t b_step, uint8_t *y, size_t count,
                                linnet_quantized_binary p) {
  p.a_offset += 128;
  p.b_offset += 128;
  p.y_offset -= 128;
  p.low -= 128;
  p.high -= 128;
  uint8_t left[U8_BLOCK], right[U8_BLOCK], result[U8_BLOCK];
  for (size_t start = 0; start < count; start += U8_BLOCK) {
    const size_t size = count - start < U8_BLOCK ? count - start : U8_BLOCK;
    const ptrdiff_t place = (ptrdiff_t)start;
    turn_bytes(a + place * a_step, left, a_step != 0 ? size : 1);
    turn_bytes(b + place * b_step, right, b_step != 0 ? size : 1);
    s8_add(left, a_step, right, b_step, result, size, &p);
    turn_bytes(result, y + start, size);
  }
}
