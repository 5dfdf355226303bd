// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "scalar/fixed_point.h"

/// How sums of int16 products become int16 results.
///
/// TensorFlow Lite's reference multiplies a sum of 64 bits by a mantissa of 15 bits, shifts to the
/// right, and rounds halves up. In double that is `⌊sum · factor + ½⌋`, exactly, as long as the sum
/// has no more than 37 bits; what is beyond, and results of more than 32 bits, which wrap there,
/// saturate here.

/// What a column's sum is multiplied by: a factor, or, for sums that wrap and are rounded in fixed
/// point, a mantissa and a shift in its place.
union wide_multiplier {
  double factor;
  struct {
    int32_t mantissa, shift;
  } fixed;
};

/// `mantissa · 2^(shift − 31)`, the mantissa rounded to 15 bits.
static inline double wide_factor(int32_t mantissa, int32_t shift) {
  const int32_t reduced = mantissa < 0x7FFF0000 ? (mantissa + (1 << 15)) >> 16 : 0x7FFF;
  const int total = shift < 15 ? 15 - shift : 1;
  return reduced / (double)(UINT64_C(1) << total);
}

/// `product` rounded half up, or, where it is `rounds_once`, half away from zero, within bounds.
static inline int32_t wide_rounded(double product, bool rounds_once, int32_t least,
                                   int32_t largest) {
  double rounded = floor(product + 0.5);
  if (rounds_once) {
    const double whole = trunc(product), rest = product - whole;
    rounded = whole + (rest >= 0.5) - (rest <= -0.5);
  }
  return rounded < least ? least : rounded > largest ? largest : (int32_t)rounded;
}

/// The result of a sum within bounds. Where it `wraps`, its lowest 32 bits count, and are rounded
/// twice, as the reference has it where biases are int32.
static inline int32_t wide_result(double sum, const union wide_multiplier *multiplier, bool wraps,
                                  bool rounds_once, int32_t least, int32_t largest) {
  const int32_t low = (int32_t)(int64_t)sum;
  if (wraps && !rounds_once) {
    const int32_t shift = multiplier->fixed.shift;
    const int32_t y = fixed_point_multiply(low, multiplier->fixed.mantissa, shift < 0 ? -shift : 0,
                                           shift > 0 ? shift : 0);
    return clamp_s32(y, least, largest);
  }
  return wide_rounded((wraps ? low : sum) * multiplier->factor, rounds_once, least, largest);
}
