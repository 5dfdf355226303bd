// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "loops.h"

// Element-wise arithmetic on plain numbers. Integers wrap, as they do in the reference on every
// machine that matters; the divisions' callers have refused divisors of 0.

#define LIMITED(in, limits, type, expression)                 \
  ({                                                          \
    type limited_ = (expression);                             \
    limited_ = limited_ < limits.low ? limits.low : limited_; \
    limits.high < limited_ ? limits.high : limited_;          \
  })

#define F32_LIMITS const linnet_f32_limits limits = *(const linnet_f32_limits *)parameters
#define S32_LIMITS const linnet_s32_limits limits = *(const linnet_s32_limits *)parameters
#define S64_LIMITS const linnet_s64_limits limits = *(const linnet_s64_limits *)parameters

DEFINE_BINARY(f32_add, float, float, F32_LIMITS, LIMITED(float, limits, float, left + right))
DEFINE_BINARY(f32_sub, float, float, F32_LIMITS, LIMITED(float, limits, float, left - right))
DEFINE_BINARY(f32_mul, float, float, F32_LIMITS, LIMITED(float, limits, float, left *right))
DEFINE_BINARY(f32_div, float, float, F32_LIMITS, LIMITED(float, limits, float, left / right))
DEFINE_BINARY(f32_squared_difference, float, float, , (left - right) * (left - right))

LINNET_SMALL_CODE_BEGIN

#define WRAPPING(unsigned_type, signed_type, operator) \
  (signed_type)((unsigned_type)left operator(unsigned_type) right)

DEFINE_SMALL_BINARY(s32_add, int32_t, int32_t, S32_LIMITS,
                    LIMITED(int32_t, limits, int32_t, WRAPPING(uint32_t, int32_t, +)))
DEFINE_SMALL_BINARY(s32_sub, int32_t, int32_t, S32_LIMITS,
                    LIMITED(int32_t, limits, int32_t, WRAPPING(uint32_t, int32_t, -)))
DEFINE_SMALL_BINARY(s32_mul, int32_t, int32_t, S32_LIMITS,
                    LIMITED(int32_t, limits, int32_t, WRAPPING(uint32_t, int32_t, *)))
DEFINE_SMALL_BINARY(s64_add, int64_t, int64_t, S64_LIMITS,
                    LIMITED(int64_t, limits, int64_t, WRAPPING(uint64_t, int64_t, +)))
DEFINE_SMALL_BINARY(s64_sub, int64_t, int64_t, S64_LIMITS,
                    LIMITED(int64_t, limits, int64_t, WRAPPING(uint64_t, int64_t, -)))
DEFINE_SMALL_BINARY(s64_mul, int64_t, int64_t, S64_LIMITS,
                    LIMITED(int64_t, limits, int64_t, WRAPPING(uint64_t, int64_t, *)))
DEFINE_SMALL_BINARY(s16_add_plain, int16_t, int16_t, S32_LIMITS,
                    LIMITED(int16_t, limits, int16_t, (int16_t)(left + right)))
DEFINE_SMALL_BINARY(s16_mul_plain, int16_t, int16_t, S32_LIMITS,
                    LIMITED(int16_t, limits, int16_t, (int16_t)((int32_t)left *right)))
DEFINE_SMALL_BINARY(u32_mul, uint32_t, uint32_t, , left *right)

/// left / right toward 0; the one overflow, −2³¹ / −1, wraps.
static inline int32_t s32_quotient(int32_t left, int32_t right) {
  return right == -1 ? (int32_t)(0 - (uint32_t)left) : left / right;
}
DEFINE_SMALL_BINARY(s32_div, int32_t, int32_t, S32_LIMITS,
                    LIMITED(int32_t, limits, int32_t, s32_quotient(left, right)))

DEFINE_SMALL_BINARY(s32_squared_difference, int32_t, int32_t, , (int32_t)({
                      const uint32_t difference_ = (uint32_t)left - (uint32_t)right;
                      difference_ *difference_;
                    }))

DEFINE_SMALL_BINARY(f32_pow, float, float, , powf(left, right))

/// base^exponent for an exponent that is not negative; −2³¹ where it does not fit.
static inline int32_t s32_power(int32_t base, int32_t exponent) {
  if (base == 0 || base == 1) return exponent == 0 ? 1 : base;
  if (base == -1) return exponent & 1 ? -1 : 1;
  int64_t power = 1;
  for (int32_t i = 0; i < exponent; i++) {
    power *= base;
    if (power > INT32_MAX || power < INT32_MIN) return INT32_MIN;
  }
  return (int32_t)power;
}
DEFINE_SMALL_BINARY(s32_pow, int32_t, int32_t, , s32_power(left, right))

DEFINE_SMALL_BINARY(f32_floor_div, float, float, , floorf(left / right))

static inline float f32_floored_remainder(float left, float right) {
  const float remainder = fmodf(left, right);
  return remainder != 0 && (right < 0) != (remainder < 0) ? remainder + right : remainder;
}
DEFINE_SMALL_BINARY(f32_floor_mod, float, float, , f32_floored_remainder(left, right))

static inline int64_t floored_quotient(int64_t left, int64_t right) {
  if (right == -1) return (int64_t)(0 - (uint64_t)left);
  const int64_t quotient = left / right;
  return quotient - (left % right != 0 && (left < 0) != (right < 0));
}
static inline int64_t floored_remainder(int64_t left, int64_t right) {
  if (right == -1) return 0;
  const int64_t remainder = left % right;
  return remainder != 0 && (right < 0) != (remainder < 0) ? remainder + right : remainder;
}
#define DEFINE_FLOORS(prefix, type)                                                          \
  DEFINE_SMALL_BINARY(prefix##_floor_div, type, type, , (type)floored_quotient(left, right)) \
  DEFINE_SMALL_BINARY(prefix##_floor_mod, type, type, , (type)floored_remainder(left, right))
DEFINE_FLOORS(s8, int8_t)
DEFINE_FLOORS(s16, int16_t)
DEFINE_FLOORS(s32, int32_t)
DEFINE_FLOORS(s64, int64_t)

DEFINE_SMALL_BINARY(bool_and, uint8_t, uint8_t, , (uint8_t)((left != 0) & (right != 0)))
DEFINE_SMALL_BINARY(bool_or, uint8_t, uint8_t, , (uint8_t)((left != 0) | (right != 0)))

DEFINE_SMALL_BINARY(x8_xor, uint8_t, uint8_t, , left ^ right)
DEFINE_SMALL_BINARY(x16_xor, uint16_t, uint16_t, , left ^ right)
DEFINE_SMALL_BINARY(x32_xor, uint32_t, uint32_t, , left ^ right)

/// By how many of its `bits` an integer is shifted.
static inline int shift_amount(int64_t amount, int bits) {
  return amount < 0 ? 0 : amount < bits ? (int)amount : bits - 1;
}
#define DEFINE_RIGHT_SHIFT(prefix, type, bits) \
  DEFINE_SMALL_BINARY(prefix##_right_shift, type, type, , (type)(left >> shift_amount(right, bits)))
DEFINE_RIGHT_SHIFT(s8, int8_t, 8)
DEFINE_RIGHT_SHIFT(u8, uint8_t, 8)
DEFINE_RIGHT_SHIFT(s16, int16_t, 16)
DEFINE_RIGHT_SHIFT(u16, uint16_t, 16)
DEFINE_RIGHT_SHIFT(s32, int32_t, 32)
DEFINE_RIGHT_SHIFT(u32, uint32_t, 32)

// One function of the C library serves both.
DEFINE_SMALL_BINARY(f32_atan2, float, float, , (float)atan2((double)left, (double)right))
DEFINE_SMALL_BINARY(f64_atan2, double, double, , atan2(left, right))

LINNET_SMALL_CODE_END
