// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "elementwise/fixed_point.h"
#include "elementwise.h"
#include "isa/targets.h"

// Sums and products of int8 with 64-bit lanes, as loops that the compiler turns into vectors of the
// instruction set that the including file switches on. Rounding twice is one product, one addition
// and one shift; see `rescale`.

/// `rescale` without the shift to the left, for products of 9-bit or already enlarged numbers.
///
/// An enlargement of x by 2ᵏ before the product is left out: all addends are multiples of 2ᵏ.
typedef struct {
  int32_t mantissa;
  int64_t bias, fix;
  int32_t right;
} narrow_rescaling;

LINNET_INLINE narrow_rescaling narrowed(rescaling r, int32_t enlargement) {
  const narrow_rescaling n = {r.mantissa, r.bias >> enlargement, r.fix >> enlargement,
                              r.right - enlargement};
  return n;
}

LINNET_INLINE int32_t rescale_narrow(int32_t x, narrow_rescaling n) {
  const int64_t product = (int64_t)x * n.mantissa + n.bias;
  return (int32_t)((product - (x < 0 ? n.fix : 0)) >> n.right);
}

LINNET_INLINE int8_t limited(int32_t x, int32_t zero_point, int32_t low, int32_t high) {
  return (int8_t)clamp_int32(x + zero_point, low, high);
}

/// Whether a multiplier is 1 or more, as only the oddest scales make it.
LINNET_INLINE int shifts_left(const linnet_quantized_binary *p) {
  return p->a_shift > 0 || p->b_shift > 0 || p->y_shift > 0;
}

#define S8_LOOP(expression)                                               \
  if (a_step != 0 && b_step != 0) {                                       \
    LINNET_ELEMENTWISE                                                    \
    for (size_t i = 0; i < count; i++) {                                  \
      const int32_t left = p.a_offset + a[i], right = p.b_offset + b[i];  \
      y[i] = expression;                                                  \
    }                                                                     \
  } else if (a_step != 0) {                                               \
    const int32_t right = p.b_offset + *b;                                \
    LINNET_ELEMENTWISE                                                    \
    for (size_t i = 0; i < count; i++) {                                  \
      const int32_t left = p.a_offset + a[i];                             \
      y[i] = expression;                                                  \
    }                                                                     \
  } else {                                                                \
    const int32_t left = p.a_offset + *a;                                 \
    LINNET_ELEMENTWISE                                                    \
    for (size_t i = 0; i < count; i++) {                                  \
      const int32_t right = p.b_offset + b[b_step ? i : 0];               \
      y[i] = expression;                                                  \
    }                                                                     \
  }

LINNET_INLINE void add_s8(const int8_t *a, ptrdiff_t a_step, const int8_t *b, ptrdiff_t b_step,
                          int8_t *y, size_t count, linnet_quantized_binary p) {
  const narrow_rescaling m = narrowed(make_rescaling(p.a_mantissa, p.a_shift), p.left_shift);
  const narrow_rescaling n = narrowed(make_rescaling(p.b_mantissa, p.b_shift), p.left_shift);
  const narrow_rescaling s = narrowed(make_rescaling(p.y_mantissa, p.y_shift), 0);
  if (p.b_sign > 0) {
    S8_LOOP(limited(rescale_narrow(rescale_narrow(left, m) + rescale_narrow(right, n), s),
                      p.y_offset, p.low, p.high))
  } else {
    S8_LOOP(limited(rescale_narrow(rescale_narrow(left, m) - rescale_narrow(right, n), s),
                      p.y_offset, p.low, p.high))
  }
}

LINNET_INLINE void mul_s8(const int8_t *a, ptrdiff_t a_step, const int8_t *b, ptrdiff_t b_step,
                          int8_t *y, size_t count, linnet_quantized_binary p) {
  const narrow_rescaling s = narrowed(make_rescaling(p.y_mantissa, p.y_shift), 0);
  S8_LOOP(limited(rescale_narrow(left * right, s), p.y_offset, p.low, p.high))
}
