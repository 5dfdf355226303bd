// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdint.h>

#include "arithmetic/float_functions.h"

// float16 and bfloat16 as bits.

/// A float16's bits as a float32; exact.
static inline float widened(uint16_t bits) {
  const uint32_t sign = (uint32_t)(bits & 0x8000) << 16;
  const uint32_t rest = (uint32_t)(bits & 0x7fff) << 13;
  // Rebias the exponent by a multiplication, which also normalizes subnormals.
  const float scaled = f32_from_bits(rest) * 0x1p112f;
  const uint32_t special = (bits & 0x7c00) == 0x7c00 ? rest | 0x7f800000 : f32_bits(scaled);
  return f32_from_bits(special | sign);
}

/// The float16 nearest to a float32, halves to even, as bits.
static inline uint16_t narrowed(float value) {
  const uint32_t bits = f32_bits(value), magnitude = bits & 0x7fffffff;
  const uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;  // from 65520 on
  // Below 2⁻¹⁴, steps are 2⁻²⁴: adding 2⁻¹ leaves as many in a float32's lowest bits.
  if (magnitude < 0x38800000) {
    return sign | (uint16_t)(f32_bits(f32_from_bits(magnitude) + 0.5f) - f32_bits(0.5f));
  }
  return sign | (uint16_t)((magnitude - 0x38000000 + 0xfff + (magnitude >> 13 & 1)) >> 13);
}

/// The bfloat16 nearest to a float32, halves to even, as bits.
static inline uint16_t upper_half(float value) {
  const uint32_t bits = f32_bits(value);
  if (value != value) return 0x7fc0;
  return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}
