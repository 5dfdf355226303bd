// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdint.h>

/// `x · mantissa · 2^(left − right − 31)` rounded twice, as TensorFlow Lite's reference does.
///
/// First the doubled high product, to nearest, halves up; then the right shift, to nearest,
/// halves away from zero. A left shift that overflows wraps.
static inline int32_t fixed_point_multiply(int32_t x, int32_t mantissa, int32_t right,
                                           int32_t left) {
  int32_t shifted = (int32_t)((uint32_t)x << left);
  int64_t product = (int64_t)shifted * mantissa;
  int32_t high = (int32_t)((product + (INT64_C(1) << 30)) >> 31);
  int32_t mask = (int32_t)((UINT32_C(1) << right) - 1);
  int32_t threshold = (mask >> 1) + (high < 0);
  return (high >> right) + ((high & mask) > threshold);
}

/// `product` rounded to nearest, halves away from zero, and saturated.
static inline int32_t rounded_product(double product) {
  if (product > 1e9) return 1000000000;
  if (product < -1e9) return -1000000000;
  int32_t whole = (int32_t)product;
  double rest = product - whole;
  return whole + (rest >= 0.5) - (rest <= -0.5);
}

/// `x · factor` in double, rounded to nearest, halves away from zero, and saturated.
static inline int32_t round_once(int32_t x, double factor) {
  return rounded_product((double)x * factor);
}

/// `value` brought into [`low`, `high`].
static inline int32_t clamp_s32(int32_t value, int32_t low, int32_t high) {
  return value < low ? low : value > high ? high : value;
}

/// `value` brought into [`low`, `high`]; a NaN stays one.
static inline float clamp_f32(float value, float low, float high) {
  return value < low ? low : value > high ? high : value;
}
