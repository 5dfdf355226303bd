// SPDX-License-Identifier: Apache-2.0
#include "fixed_point.h"
#include "loops.h"

DEFINE_UNARY(x8_flip_sign, uint8_t, uint8_t, , value ^ 0x80)

LINNET_SMALL_CODE_BEGIN

// Functions of one integer, plain and quantized.

DEFINE_UNARY(s8_neg, int8_t, int8_t, , (int8_t)-value)
DEFINE_UNARY(s16_neg, int16_t, int16_t, , (int16_t)-value)
DEFINE_UNARY(s32_neg, int32_t, int32_t, , (int32_t)(0 - (uint32_t)value))
DEFINE_UNARY(s64_neg, int64_t, int64_t, , (int64_t)(0 - (uint64_t)value))
DEFINE_UNARY(s16_abs, int16_t, int16_t, , (int16_t)(value < 0 ? -value : value))
DEFINE_UNARY(s32_abs, int32_t, int32_t, , value < 0 ? (int32_t)(0 - (uint32_t)value) : value)
DEFINE_UNARY(s32_sign, int32_t, int32_t, , (value > 0) - (value < 0))
DEFINE_UNARY(bool_not, uint8_t, uint8_t, , value == 0)
DEFINE_UNARY(x32_copy, uint32_t, uint32_t, , value)

/// The line between two of 513 points: the upper 9 bits choose, the lower 7 interpolate.
static inline int16_t interpolated(int16_t x, const int16_t *table) {
  const int32_t index = 256 + (x >> 7);
  const int16_t slope = (int16_t)(table[index + 1] - table[index]);
  return (int16_t)(table[index] + ((slope * (x & 0x7f) + 64) >> 7));
}
DEFINE_UNARY(s16_table, int16_t, int16_t, const int16_t *table = (const int16_t *)parameters,
             interpolated(value, table))

#define RESCALING_SETUP                                             \
  const linnet_rescaling p = *(const linnet_rescaling *)parameters; \
  const rescaling y_rescaling = make_rescaling(p.mantissa, p.shift)
static inline int32_t offset_clamped(int32_t x, linnet_rescaling p) {
  return clamp_int32((int32_t)((uint32_t)x + (uint32_t)p.y_offset), p.low, p.high);
}
#define DEFINE_RESCALE(prefix, in, suffix, out)               \
  DEFINE_UNARY(                                               \
      prefix##_rescale_to_##suffix, in, out, RESCALING_SETUP, \
      (out)offset_clamped(                                    \
          rescale((int32_t)((uint32_t)(int32_t)value + (uint32_t)p.x_offset), y_rescaling), p))
#define DEFINE_RESCALES(prefix, in)        \
  DEFINE_RESCALE(prefix, in, s8, int8_t)   \
  DEFINE_RESCALE(prefix, in, u8, uint8_t)  \
  DEFINE_RESCALE(prefix, in, s16, int16_t) \
  DEFINE_RESCALE(prefix, in, s32, int32_t)
DEFINE_RESCALES(s8, int8_t)
DEFINE_RESCALES(u8, uint8_t)
DEFINE_RESCALES(s16, int16_t)
DEFINE_RESCALES(s32, int32_t)

#define SLOPES_SETUP \
  RESCALING_SETUP;   \
  const rescaling negative = make_rescaling(p.negative_mantissa, p.negative_shift)
static inline int32_t sloped(int32_t x, linnet_rescaling p, rescaling positive,
                             rescaling negative) {
  const int32_t product = x >= 0 ? rescale(x, positive) : p.negative_sign * rescale(x, negative);
  return offset_clamped(product, p);
}
DEFINE_UNARY(s16_rescale_slopes, int16_t, int16_t, SLOPES_SETUP,
             (int16_t)sloped(value + p.x_offset, p, y_rescaling, negative))

static inline int32_t magnitude(int32_t x) { return x < 0 ? -x : x; }
DEFINE_UNARY(s16_rescale_abs, int16_t, int16_t, RESCALING_SETUP,
             (int16_t)offset_clamped(p.mantissa == 0
                                         ? magnitude(value + p.x_offset)
                                         : rescale(magnitude(value + p.x_offset), y_rescaling),
                                     p))

#define PRELU_SETUP                                                               \
  const linnet_quantized_binary p = *(const linnet_quantized_binary *)parameters; \
  const rescaling a_rescaling = make_rescaling(p.a_mantissa, p.a_shift);          \
  const rescaling b_rescaling = make_rescaling(p.b_mantissa, p.b_shift)
static inline int32_t prelu(int32_t x, int32_t slope, linnet_quantized_binary p, rescaling a,
                            rescaling b) {
  const int32_t product =
      x >= 0 ? rescale(x, a) : rescale((int32_t)((uint32_t)x * (uint32_t)slope), b);
  return clamp_int32((int32_t)((uint32_t)product + (uint32_t)p.y_offset), p.low, p.high);
}
#define DEFINE_PRELU(name, type)               \
  DEFINE_BINARY(name, type, type, PRELU_SETUP, \
                (type)prelu(p.a_offset + left, p.b_offset + right, p, a_rescaling, b_rescaling))
DEFINE_PRELU(s8_prelu, int8_t)
DEFINE_PRELU(u8_prelu, uint8_t)
DEFINE_PRELU(s16_prelu, int16_t)

#define SIGMOID_SETUP                                                   \
  const linnet_s16_sigmoid *p = (const linnet_s16_sigmoid *)parameters; \
  const int32_t rounding = p->left_shift > 0 ? 1 << (p->left_shift - 1) : 0
/// logistic(|x| / 24 / 2^bits) · 2^(16 + bits) by the line between two points of the table.
static inline uint32_t sigmoid_line(uint32_t x, const uint16_t *table, uint32_t bits) {
  const uint32_t index = x >> bits;
  const uint32_t a = table[index], b = table[index + 1];
  return (a << bits) + (x & ((1u << bits) - 1)) * (b - a);
}
static inline int16_t logistic_s16(int16_t value, const linnet_s16_sigmoid *p, int32_t rounding) {
  const int32_t x = (value * p->multiplier + rounding) >> p->left_shift;
  const uint32_t size = x < 0 ? 0u - (uint32_t)x : (uint32_t)x;
  uint32_t result = size >> 9 >= 255 ? 0x7fffu << 10 : sigmoid_line(size, p->table, 9);
  result = x >= 0 ? result + (1 << 9) : (1u << 25) - result + (1 << 9) - 1;
  return (int16_t)(result >> 10);
}
DEFINE_UNARY(s16_logistic, int16_t, int16_t, SIGMOID_SETUP, logistic_s16(value, p, rounding))

static inline int16_t tanh_s16(int16_t value, const linnet_s16_sigmoid *p, int32_t rounding) {
  const int32_t x = (value * p->multiplier + rounding) >> p->left_shift;
  const uint32_t size = x < 0 ? 0u - (uint32_t)x : (uint32_t)x;
  int32_t result = size >> 8 >= 255 ? 0xffff << 8 : (int32_t)sigmoid_line(size, p->table, 8);
  result = x >= 0 ? result - (1 << 23) + (1 << 7) : -result + (1 << 23) + (1 << 7) - 1;
  return (int16_t)(result >> 8);
}
DEFINE_UNARY(s16_tanh, int16_t, int16_t, SIGMOID_SETUP, tanh_s16(value, p, rounding))

void linnet_inverse_square_root(int32_t x, int32_t *mantissa, int32_t *shift) {
  if (x <= 1) {
    *mantissa = INT32_MAX;
    *shift = 0;
    return;
  }
  int32_t right = 11;
  while (x >= 1 << 29) {
    x /= 4;
    right++;
  }
  const int32_t pairs = (__builtin_clz((uint32_t)x) - 1) / 2 - 1;
  right -= pairs;
  x <<= 2 * pairs;
  // Newton's iteration with 28 bits after the point, from 1.
  const int32_t half = rounding_shift(x >> 1, 1);
  const int32_t three_halves = (1 << 28) + (1 << 27);
  int32_t y = 1 << 28;
  for (int i = 0; i < 5; i++) {
    const int64_t cube = (int64_t)high_multiply(high_multiply(y, y), y) * 64;
    const int32_t y3 = cube > INT32_MAX ? INT32_MAX : cube < INT32_MIN ? INT32_MIN : (int32_t)cube;
    const int64_t next = ((int64_t)high_multiply(three_halves, y) - high_multiply(half, y3)) * 8;
    y = next > INT32_MAX ? INT32_MAX : next < INT32_MIN ? INT32_MIN : (int32_t)next;
  }
  y = high_multiply(y, 1518500250);  // √2 / 2
  if (right < 0) {
    y = (int32_t)((uint32_t)y << -right);
    right = 0;
  }
  *mantissa = y;
  *shift = -right;
}

LINNET_SMALL_CODE_END
