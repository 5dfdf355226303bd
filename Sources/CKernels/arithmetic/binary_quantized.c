// SPDX-License-Identifier: Apache-2.0
#include "arithmetic/s8_arithmetic.list.h"
#include "fixed_point_functions.h"
#include "loops.h"

// Arithmetic on quantized integers, bit for bit the reference's.

#define UNUSED __attribute__((unused))

#define SETUP                                                                     \
  const linnet_quantized_binary p = *(const linnet_quantized_binary *)parameters; \
  const UNUSED rescaling a_rescaling = make_rescaling(p.a_mantissa, p.a_shift);   \
  const UNUSED rescaling b_rescaling = make_rescaling(p.b_mantissa, p.b_shift);   \
  const UNUSED rescaling y_rescaling = make_rescaling(p.y_mantissa, p.y_shift)

#define OUTPUT(type, raw) \
  (type) clamp_int32(wrapping_add(rescale(raw, y_rescaling), p.y_offset), p.low, p.high)
#define SCALED_LEFT rescale((p.a_offset + left) * (1 << p.left_shift), a_rescaling)
#define SCALED_RIGHT rescale((p.b_offset + right) * (1 << p.left_shift), b_rescaling)

#define DEFINE_ADD(define, name, type)          \
  define(name, type, type, SETUP,               \
         OUTPUT(type, wrapping_add(SCALED_LEFT, \
                                   (int32_t)((uint32_t)p.b_sign * (uint32_t)SCALED_RIGHT))))
DEFINE_ADD(DEFINE_BINARY, s16_add, int16_t)

#define DEFINE_MUL(define, name, type) \
  define(name, type, type, SETUP, OUTPUT(type, (p.a_offset + left) * (p.b_offset + right)))
DEFINE_MUL(DEFINE_BINARY, u8_mul, uint8_t)
DEFINE_MUL(DEFINE_BINARY, s16_mul, int16_t)

LINNET_SMALL_CODE_BEGIN

DEFINE_ADD(DEFINE_STEPPED_BINARY, s8_add__scalar, int8_t)
DEFINE_ADD(DEFINE_STEPPED_BINARY, u8_add__scalar, uint8_t)
DEFINE_MUL(DEFINE_STEPPED_BINARY, s8_mul__scalar, int8_t)

/// The rescaled square of a difference of less than 16 bits, at most what exceeds every type by far.
static inline int32_t rescaled_square(int32_t difference, rescaling r) {
  const int64_t square = ((int64_t)difference * difference) << r.left;
  r.left = 0;
  return clamp_int32(rescale(square > INT32_MAX ? INT32_MAX : (int32_t)square, r), 0, 1 << 16);
}
DEFINE_SMALL_BINARY(s8_squared_difference, int8_t, int8_t, SETUP,
                    (int8_t)clamp_int32(p.y_offset +
                                            rescaled_square(wrapping_sub(SCALED_LEFT, SCALED_RIGHT),
                                                            y_rescaling),
                                        p.low, p.high))

/// The quotient's rescaled value: the reciprocal of the divisor as a multiplier, then the output's.
static inline int32_t rescaled_quotient(int32_t left, int32_t right,
                                        const linnet_quantized_binary *p) {
  if (right < 0) {
    left = -left;
    right = -right;
  }
  int32_t over;
  const int32_t inverse = reciprocal(right, 31, &over);
  const int32_t headroom = __builtin_clrsb(left);
  const int32_t quotient = high_multiply((int32_t)((uint32_t)left << headroom), inverse);
  const int32_t shift = p->y_shift - over - headroom;
  const int32_t product = high_multiply(quotient, p->y_mantissa);
  if (shift > 0) return (int32_t)((uint32_t)product << (shift < 31 ? shift : 31));
  return shift < -31 ? 0 : rounding_shift(product, -shift);
}
#define DEFINE_DIV(name, type)                                                                    \
  DEFINE_SMALL_BINARY(                                                                            \
      name, type, type, SETUP,                                                                    \
      (type)clamp_int32(                                                                          \
          wrapping_add(p.y_offset, rescaled_quotient(p.a_offset + left, p.b_offset + right, &p)), \
          p.low, p.high))
DEFINE_DIV(s8_div, int8_t)
DEFINE_DIV(u8_div, uint8_t)
DEFINE_DIV(s16_div, int16_t)

static inline int32_t saturate_int16(int32_t x) { return clamp_int32(x, INT16_MIN, INT16_MAX); }

DEFINE_SMALL_BINARY(s16_add_power_of_two, int16_t, int16_t, SETUP,
                    (int16_t)clamp_int32(saturate_int16(rounding_shift(left, -p.a_shift) +
                                                        p.b_sign *
                                                            rounding_shift(right, -p.b_shift)),
                                         p.low, p.high))

/// The product of two fractions with 15 bits, rounded to 15 and then to 7 bits.
static inline int32_t fraction_product(int32_t left, int32_t right) {
  const int32_t product =
      left == INT16_MIN && right == INT16_MIN ? INT16_MAX : (left * right + (1 << 14)) >> 15;
  return rounding_shift(product, 8);
}
#define DEFINE_MIXED_MUL(name, type)                                                 \
  DEFINE_SMALL_BINARY(name, int16_t, type, SETUP,                                    \
                      (type)(p.y_offset + clamp_int32(fraction_product(left, right), \
                                                      p.low - p.y_offset, p.high - p.y_offset)))
DEFINE_MIXED_MUL(s16_mul_s8, int8_t)
DEFINE_MIXED_MUL(s16_mul_u8, uint8_t)

LINNET_SMALL_CODE_END
