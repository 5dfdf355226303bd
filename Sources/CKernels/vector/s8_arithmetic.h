// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdbool.h>
#include <string.h>

#include "arithmetic/fixed_point.h"
#include "arithmetic/float_functions.h"
#include "elementwise.h"
#include "isa/targets.h"

// Sums and products of int8. Chunks of elements are computed in float by the including file; where
// that may have rounded wrongly, with 64-bit lanes by loops that the compiler turns into vectors of
// the instruction set that is switched on. There rounding twice is one product, one addition and
// one shift; see `rescale`.

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

#define S8_LOOP(expression)                                              \
  if (a_step != 0 && b_step != 0) {                                      \
    LINNET_ELEMENTWISE                                                   \
    for (size_t i = 0; i < count; i++) {                                 \
      const int32_t left = p.a_offset + a[i], right = p.b_offset + b[i]; \
      y[i] = expression;                                                 \
    }                                                                    \
  } else if (a_step != 0) {                                              \
    const int32_t right = p.b_offset + *b;                               \
    LINNET_ELEMENTWISE                                                   \
    for (size_t i = 0; i < count; i++) {                                 \
      const int32_t left = p.a_offset + a[i];                            \
      y[i] = expression;                                                 \
    }                                                                    \
  } else {                                                               \
    const int32_t left = p.a_offset + *a;                                \
    LINNET_ELEMENTWISE                                                   \
    for (size_t i = 0; i < count; i++) {                                 \
      const int32_t right = p.b_offset + b[b_step ? i : 0];              \
      y[i] = expression;                                                 \
    }                                                                    \
  }

LINNET_APART void add_s8(const int8_t *a, ptrdiff_t a_step, const int8_t *b, ptrdiff_t b_step,
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

LINNET_APART void mul_s8(const int8_t *a, ptrdiff_t a_step, const int8_t *b, ptrdiff_t b_step,
                         int8_t *y, size_t count, linnet_quantized_binary p) {
  const narrow_rescaling s = narrowed(make_rescaling(p.y_mantissa, p.y_shift), 0);
  S8_LOOP(limited(rescale_narrow(left * right, s), p.y_offset, p.low, p.high))
}

/// 2^exponent, for exponents of normal floats.
LINNET_INLINE float power_of_two(int32_t exponent) {
  return f32_from_bits((uint32_t)(127 + exponent) << 23);
}

/// A multiplier as a real number.
LINNET_INLINE double real_factor(int32_t mantissa, int32_t shift) {
  return (double)mantissa * (double)power_of_two(shift - 31);
}

/// A sum as `a · a_factor + b · b_factor + constant`, rounded to the nearest integer.
///
/// It is right where the sum is at most `farthest` from that integer. The reference rounds each
/// operand to at most 3/4 of a unit, which the result's factor s makes 3/4 · s, and then the result
/// twice, as if it were moved by at most s. The three factors and the two sums here are rounded to
/// 24 bits; each of their magnitudes is part of L, all together, at most three times: they are wrong
/// by at most 3 · 2⁻²⁴ · L.
typedef struct {
  float a_factor, b_factor, constant, farthest;
} quick_sum;

LINNET_INLINE quick_sum make_quick_sum(const linnet_quantized_binary *p) {
  const double result = real_factor(p->y_mantissa, p->y_shift);
  const double common = (double)power_of_two(p->left_shift) * result;
  const double a = real_factor(p->a_mantissa, p->a_shift) * common;
  const double b = real_factor(p->b_mantissa, p->b_shift) * common * p->b_sign;
  const double constant = p->a_offset * a + p->b_offset * b + p->y_offset;
  const double largest = 128 * (__builtin_fabs(a) + __builtin_fabs(b)) + __builtin_fabs(constant);
  const double error = 2.5 * result + largest * 0x3p-24;
  const quick_sum q = {(float)a, (float)b, (float)constant, (float)(0.5 - error)};
  return q;
}

/// A product of the operands without their zero points as `product · factor`, moved away from 0 by
/// `nudge` and rounded to the nearest integer.
///
/// It is right where the moved product is at most `farthest` from that integer. With a shift of −e
/// the reference's two roundings are as one of a product moved by 2^(−1 − e), or by 0 for e = 0.
/// The products of operands are exact; factor and moved product are rounded to 24 bits, by less than
/// 2⁻¹⁴ together where the result is below 260; larger ones are clamped.
typedef struct {
  float factor, nudge, farthest;
} quick_product;

LINNET_INLINE quick_product make_quick_product(const linnet_quantized_binary *p) {
  const quick_product q = {(float)real_factor(p->y_mantissa, p->y_shift),
                           p->y_shift < 0 ? power_of_two(p->y_shift - 1) : 0, 0.5f - 0x1p-14f};
  return q;
}

/// Multipliers that the quick ways take.
LINNET_INLINE bool is_quick(const linnet_quantized_binary *p, float farthest) {
  const bool in_range = p->a_shift > -64 && p->b_shift > -64 && p->y_shift > -64;
  return in_range && farthest > 0.5f - 0x1p-9f;
}

/// Computes `CHUNK` elements quickly, or gives false and writes nothing. Steps are 0 or 1.
typedef bool s8_chunk(const int8_t *a, ptrdiff_t a_step, const int8_t *b, ptrdiff_t b_step,
                      int8_t *y, const linnet_quantized_binary *p, const void *quick);

/// Computes any number of elements exactly.
typedef void s8_exact(const int8_t *a, ptrdiff_t a_step, const int8_t *b, ptrdiff_t b_step,
                      int8_t *y, size_t count, linnet_quantized_binary p);

LINNET_INLINE void run_chunks(s8_chunk *chunk, s8_exact *exact, const int8_t *a, ptrdiff_t a_step,
                              const int8_t *b, ptrdiff_t b_step, int8_t *y, size_t count,
                              const linnet_quantized_binary *p, const void *quick) {
  for (; count >= CHUNK; count -= CHUNK, a += a_step * CHUNK, b += b_step * CHUNK, y += CHUNK) {
    if (!chunk(a, a_step, b, b_step, y, p, quick)) exact(a, a_step, b, b_step, y, CHUNK, *p);
  }
  if (count == 0) return;
  int8_t left[CHUNK] = {0}, right[CHUNK] = {0}, result[CHUNK];
  memcpy(left, a, a_step != 0 ? count : 1);
  memcpy(right, b, b_step != 0 ? count : 1);
  if (!chunk(left, a_step, right, b_step, result, p, quick)) {
    exact(left, a_step, right, b_step, result, CHUNK, *p);
  }
  memcpy(y, result, count);
}

/// The same with steps known to the compiler.
LINNET_INLINE void run_steps(s8_chunk *chunk, s8_exact *exact, const int8_t *a, ptrdiff_t a_step,
                             const int8_t *b, ptrdiff_t b_step, int8_t *y, size_t count,
                             const linnet_quantized_binary *p, const void *quick) {
  if (a_step != 0 && b_step != 0) {
    run_chunks(chunk, exact, a, 1, b, 1, y, count, p, quick);
  } else if (a_step != 0) {
    run_chunks(chunk, exact, a, 1, b, 0, y, count, p, quick);
  } else {
    run_chunks(chunk, exact, a, 0, b, b_step, y, count, p, quick);
  }
}
