// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdint.h>

// Fixed-point arithmetic shared by the kernels of this folder, of pooling, reduction and softmax:
// exactly what TensorCore's FixedPointMultiplier does.

/// round(a · b / 2³¹) with halves upward, saturated where a = b = −2³¹.
static inline int32_t high_multiply(int32_t a, int32_t b) {
  if (a == INT32_MIN && b == INT32_MIN) return INT32_MAX;
  return (int32_t)(((int64_t)a * b + (INT64_C(1) << 30)) >> 31);
}

/// x / 2^exponent, rounded to nearest, halves away from zero; exponent from 0 to 31.
static inline int32_t rounding_shift(int32_t x, int32_t exponent) {
  const int32_t mask = (int32_t)((INT64_C(1) << exponent) - 1);
  const int32_t threshold = (mask >> 1) + (x < 0);
  return (x >> exponent) + ((x & mask) > threshold);
}

/// A multiplier's mantissa with its two shifts, and what one floor shift needs to round twice.
typedef struct {
  int32_t mantissa;
  int32_t left;
  int32_t right;  // 31 + the right shift
  int64_t bias;   // 2³⁰, plus 2^(30 + e) for a right shift e ≥ 1
  int64_t fix;    // 2³¹ for a right shift e ≥ 1, to be taken off where x < 0
} rescaling;

static inline rescaling make_rescaling(int32_t mantissa, int32_t shift) {
  const int32_t e = shift < 0 ? -shift : 0;
  const rescaling r = {
      .mantissa = mantissa,
      .left = shift > 0 ? shift : 0,
      .right = 31 + e,
      .bias = (INT64_C(1) << 30) + (e > 0 ? INT64_C(1) << (30 + e) : 0),
      .fix = e > 0 ? INT64_C(1) << 31 : 0,
  };
  return r;
}

/// x · mantissa · 2^(shift − 31), rounded twice; a left shift wraps. The mantissa is not negative.
static inline int32_t rescale(int32_t x, rescaling r) {
  const int32_t shifted = (int32_t)((uint32_t)x << r.left);
  const int64_t product = (int64_t)shifted * r.mantissa;
  return (int32_t)((product + r.bias - (shifted < 0 ? r.fix : 0)) >> r.right);
}

static inline int32_t clamp_int32(int32_t x, int32_t low, int32_t high) {
  x = x < low ? low : x;
  return x > high ? high : x;
}
