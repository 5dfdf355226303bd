// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "float_functions.h"
#include "loops.h"

// Functions of float32. Logarithm, sine and cosine are the C library's: no integer result
// depends on them.

/// By bits: the vectors of 32-bit ARM take subnormal numbers for 0.
static inline float sign_f32(float value) {
  const int32_t bits = (int32_t)f32_bits(value), magnitude = bits & INT32_MAX;
  if (magnitude > 0x7f800000) return value;
  return (float)((bits > 0) - (bits < 0 && magnitude != 0));
}

DEFINE_UNARY(f32_abs, float, float, , f32_from_bits(f32_bits(value) & 0x7fffffff))
DEFINE_UNARY(f32_neg, float, float, , -value)
DEFINE_UNARY(f32_sqrt, float, float, , sqrtf(value))
DEFINE_UNARY(f32_rsqrt, float, float, , 1.0f / sqrtf(value))
DEFINE_UNARY(f32_exp, float, float, , exp_f32(value))
DEFINE_UNARY(f32_log, float, float, , logf(value))
DEFINE_UNARY(f32_sin, float, float, , sinf(value))
DEFINE_UNARY(f32_cos, float, float, , cosf(value))
DEFINE_UNARY(f32_floor, float, float, , floorf(value))
DEFINE_UNARY(f32_ceil, float, float, , ceilf(value))
DEFINE_UNARY(f32_round, float, float, , rintf(value))
DEFINE_UNARY(f32_square, float, float, , value *value)
DEFINE_UNARY(f32_sign, float, float, , sign_f32(value))
DEFINE_UNARY(f32_elu, float, float, , value < 0 ? expm1_f32(value) : value)
DEFINE_UNARY(f32_tanh, float, float, , tanh_f32(value))
DEFINE_UNARY(f32_gelu, float, float, , 0.5f * value * erfc_f32(value * -0.70710678f))
// (1 + tanh a) / 2 is logistic(2 a), which does not cancel for large negative a.
DEFINE_UNARY(f32_gelu_tanh, float, float, ,
             value *logistic_f32(1.59576912f * (value + 0.044715f * value * value * value)))

static inline float hard_swish(float x) {
  float gate = x + 3.0f;
  gate = gate < 0.0f ? 0.0f : gate;
  gate = gate > 6.0f ? 6.0f : gate;
  return x * gate / 6.0f;
}
DEFINE_UNARY(f32_hard_swish, float, float, , hard_swish(value))

static inline float limited(float x, linnet_f32_limits limits) {
  x = x < limits.low ? limits.low : x;
  return limits.high < x ? limits.high : x;
}
DEFINE_UNARY(f32_clamp, float, float,
             const linnet_f32_limits limits = *(const linnet_f32_limits *)parameters,
             limited(value, limits))

#define FLOAT_PARAMETER const float parameter = *(const float *)parameters
DEFINE_UNARY(f32_leaky_relu, float, float, FLOAT_PARAMETER, value > 0 ? value : value * parameter)
DEFINE_UNARY(f32_divide, float, float, FLOAT_PARAMETER, value / parameter)
DEFINE_BINARY(f32_prelu, float, float, , left >= 0 ? left : left * right)
