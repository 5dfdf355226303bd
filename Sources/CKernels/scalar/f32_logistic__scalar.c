// SPDX-License-Identifier: Apache-2.0
#include "arithmetic/float_functions.h"
#include "arithmetic/unary.list.h"
#include "isa/targets.h"

/// 1 / (1 + e⁻ˣ), within 4 units in the last place for |x| < 20; about 10⁻³⁸ for all x below −87.
static float logistic(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 87.0f ? 87.0f : x;
  // e⁻ˣ = 2ᵏ · eʳ: adding 1.5 · 2²³ leaves the rounded k in the low bits of the sum.
  const float shifted = __builtin_fmaf(x, -1.44269504f, 12582912.0f);
  const float k = shifted - 12582912.0f;
  const float r = __builtin_fmaf(k, -0.693147181f, -x);
  // eʳ by the polynomial of degree 5 with the least relative error, 10⁻⁷.
  float p = 8.31250008e-3f;
  p = __builtin_fmaf(p, r, 4.18903306e-2f);
  p = __builtin_fmaf(p, r, 1.66671157e-1f);
  p = __builtin_fmaf(p, r, 4.99992311e-1f);
  p = __builtin_fmaf(p, r, 1.0f);
  p = __builtin_fmaf(p, r, 1.0f);
  const float scale = f32_from_bits((f32_bits(shifted) << 23) + f32_bits(1.0f));
  return 1.0f / __builtin_fmaf(p, scale, 1.0f);
}

LINNET_UNARY(f32_logistic__scalar) {
  (void)parameters;
  LINNET_ELEMENTWISE
  for (size_t i = 0; i < count; i++) ((float *)y)[i] = logistic(((const float *)x)[i]);
}
