// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdint.h>
#include <string.h>

// Functions of float32 without branches, so that loops over them vectorize. Errors are within
// 2 units in the last place but where said otherwise. A NaN gives a NaN.

static inline float f32_from_bits(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}
static inline uint32_t f32_bits(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/// eˣ; infinite above 88.73, subnormal and then 0 below −87.34.
static inline float exp_f32(float x) {
  x = x < -104.0f ? -104.0f : x;
  x = x > 89.0f ? 89.0f : x;
  // x = k · ln 2 + r: adding 1.5 · 2²³ leaves the rounded k in the low bits of the sum.
  const float shifted = x * 1.44269504f + 12582912.0f;
  const int32_t k = (int32_t)(f32_bits(shifted) - f32_bits(12582912.0f));
  const float rounded = shifted - 12582912.0f;
  const float r = (x - rounded * 0.693359375f) + rounded * 2.12194440e-4f;
  // eʳ for |r| ≤ 0.3466 by its series to degree 7.
  float p = 1.98412698e-4f;
  p = p * r + 1.38888889e-3f;
  p = p * r + 8.33333333e-3f;
  p = p * r + 4.16666667e-2f;
  p = p * r + 1.66666667e-1f;
  p = p * r + 0.5f;
  p = p * (r * r) + r + 1.0f;
  const int32_t half = k >> 1;
  const float low = f32_from_bits((uint32_t)(127 + half) << 23);
  const float high = f32_from_bits((uint32_t)(127 + (k - half)) << 23);
  return p * low * high;
}

/// eˣ − 1 for x ≤ 0.
static inline float expm1_f32(float x) {
  // Near 0 the series to degree 8, for |x| ≤ 0.5.
  float p = 2.48015873e-5f;
  p = p * x + 1.98412698e-4f;
  p = p * x + 1.38888889e-3f;
  p = p * x + 8.33333333e-3f;
  p = p * x + 4.16666667e-2f;
  p = p * x + 1.66666667e-1f;
  p = p * x + 0.5f;
  const float series = p * (x * x) + x;
  const float difference = exp_f32(x) - 1.0f;
  return x > -0.5f ? series : difference;
}

/// 1 / (1 + e⁻ˣ), within 3 units in the last place; 0 for all x below −88.4.
static inline float logistic_f32(float x) {
  // e⁻ˣ as in exp_f32, but within limits where it is normal, or infinite, and one factor scales it.
  float t = -x;
  t = t < -87.0f ? -87.0f : t;
  t = t > 89.0f ? 89.0f : t;
  const float shifted = t * 1.44269504f + 12582912.0f;
  const float rounded = shifted - 12582912.0f;
  const float r = (t - rounded * 0.693359375f) + rounded * 2.12194440e-4f;
  // The polynomial of degree 6 with the least relative error.
  float p = 1.38145394e-3f;
  p = p * r + 8.36874545e-3f;
  p = p * r + 4.16683890e-2f;
  p = p * r + 1.66665211e-1f;
  p = p * r + 4.99999940e-1f;
  p = p * (r * r) + r + 1.0f;
  const float scale = f32_from_bits((f32_bits(shifted) << 23) + f32_bits(1.0f));
  return 1.0f / (1.0f + p * scale);
}

static inline float tanh_f32(float x) {
  const float magnitude = f32_from_bits(f32_bits(x) & 0x7fffffff);
  // For |x| ≥ 0.55: 1 − 2 / (e^2|x| + 1), with the sign of x.
  const float large = 1.0f - 2.0f / (exp_f32(2.0f * magnitude) + 1.0f);
  const float signed_large = f32_from_bits(f32_bits(large) | (f32_bits(x) & 0x80000000));
  // Below the odd series to degree 15.
  const float s = x * x;
  float p = -1.45583438e-3f;
  p = p * s + 3.59212803e-3f;
  p = p * s - 8.86323553e-3f;
  p = p * s + 2.18694885e-2f;
  p = p * s - 5.39682540e-2f;
  p = p * s + 1.33333333e-1f;
  p = p * s - 3.33333333e-1f;
  const float small = x + x * (s * p);
  return magnitude < 0.55f ? small : signed_large;
}

/// The complementary error function; for x > 0 its relative error grows to that of rounding x².
static inline float erfc_f32(float x) {
  const float magnitude = f32_from_bits(f32_bits(x) & 0x7fffffff);
  const float t = 1.0f / (1.0f + 0.5f * magnitude);
  // erfc(z) · e^(z²) · (1 + z/2) for z = |x|, by the polynomial of degree 8 with the least relative
  // error up to z = 10.
  float p = -5.91247268e-2f;
  p = p * t + 2.84847677e-1f;
  p = p * t + -4.87766027e-1f;
  p = p * t + 2.78716624e-1f;
  p = p * t + -2.70744320e-2f;
  p = p * t + 2.02877373e-1f;
  p = p * t + 2.43055433e-1f;
  p = p * t + 2.82381982e-1f;
  p = p * t + 2.82086045e-1f;
  const float tail = t * p * exp_f32(-magnitude * magnitude);
  return x < 0 ? 2.0f - tail : tail;
}

/// The nearest integer, halves away from zero, as a float; for |x| < 2²³.
static inline float round_away_f32(float x) {
  const float nudge = f32_from_bits(f32_bits(0.49999997f) | (f32_bits(x) & 0x80000000));
  return (float)(int32_t)(x + nudge);
}
