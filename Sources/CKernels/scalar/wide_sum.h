// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdbool.h>

#include "scalar/fixed_point.h"

/// How sums of 64 bits become int16 results, exactly as TensorFlow Lite's reference does it.

/// `x · mantissa · 2^(shift − 31)` with the mantissa rounded to 15 bits, rounded once, halves up.
///
/// What does not fit 32 bits wraps.
static inline int32_t wide_multiply(int64_t x, int32_t mantissa, int32_t shift) {
  uint64_t reduced = mantissa < 0x7FFF0000 ? (uint64_t)((mantissa + (1 << 15)) >> 16) : 0x7FFF;
  int total = shift < 15 ? 15 - shift : 1;
  uint64_t sum = (uint64_t)x * reduced + (UINT64_C(1) << (total - 1));
  return (int32_t)((int64_t)sum >> total);
}

/// The result of sum `x` in fixed point; of its lowest 32 bits, rounded twice, where it wraps.
static inline int32_t wide_scaled(int64_t x, int32_t mantissa, int32_t shift, bool wraps) {
  if (!wraps) return wide_multiply(x, mantissa, shift);
  return fixed_point_multiply((int32_t)x, mantissa, shift < 0 ? -shift : 0, shift > 0 ? shift : 0);
}
