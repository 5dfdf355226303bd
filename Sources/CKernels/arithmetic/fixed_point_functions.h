// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "fixed_point.h"

// The reference's fixed-point exponential and reciprocal. Q0 is a fraction with 31 bits after the
// point, Q5 has 26, Q12 has 19. Sums wrap, products round half up in the 32nd bit.

static inline int32_t wrapping_add(int32_t a, int32_t b) {
  return (int32_t)((uint32_t)a + (uint32_t)b);
}
static inline int32_t wrapping_sub(int32_t a, int32_t b) {
  return (int32_t)((uint32_t)a - (uint32_t)b);
}

/// x · 2^exponent, saturated.
static inline int32_t saturating_shift_left(int32_t x, int32_t exponent) {
  const int64_t shifted = (int64_t)x * (INT64_C(1) << exponent);
  return shifted > INT32_MAX ? INT32_MAX : shifted < INT32_MIN ? INT32_MIN : (int32_t)shifted;
}

/// A sum halved until 31 bits hold it; `halvings` is set to how many times. Rows of softmax that are
/// longer than 4095 need it, where the reference's sum overflows.
static inline int32_t halved_sum(uint64_t sum, int32_t *halvings) {
  *halvings = 0;
  for (; sum > INT32_MAX; sum >>= 1) ++*halvings;
  return (int32_t)sum;
}

/// exp(a) in Q0 for a in [−1/4, 0) in Q0: a polynomial of degree four around −1/8.
static inline int32_t exp_of_quarter(int32_t a) {
  const int32_t constant = 1895147668;  // exp(−1/8)
  const int32_t third = 715827883;
  const int32_t x = a + (1 << 28);
  const int32_t x2 = high_multiply(x, x);
  const int32_t x3 = high_multiply(x2, x);
  const int32_t x4 = high_multiply(x2, x2);
  const int32_t quartic = rounding_shift(x4, 2);
  const int32_t sum = rounding_shift(high_multiply(quartic + x3, third) + x2, 1);
  return wrapping_add(constant, high_multiply(constant, wrapping_add(x, sum)));
}

/// exp(a) in Q0 for a ≤ 0 with `integer_bits` bits before the point.
static inline int32_t exp_of_negative(int32_t a, int32_t integer_bits) {
  static const int32_t factors[7] = {
      // exp(−2^k) for k from −2 to 4
      1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
  const int32_t fractional_bits = 31 - integer_bits;
  const int32_t quarter = INT32_C(1) << (fractional_bits - 2);
  const int32_t residue = (a & (quarter - 1)) - quarter;
  int32_t result = exp_of_quarter(saturating_shift_left(residue, integer_bits));
  const int32_t remainder = wrapping_sub(residue, a);
  for (int32_t k = 0; k < 7 && k - 2 < integer_bits; k++) {
    if (remainder & (INT32_C(1) << (fractional_bits + k - 2))) {
      result = high_multiply(result, factors[k]);
    }
  }
  if (integer_bits > 5 && a < -(INT32_C(1) << (36 - integer_bits))) result = 0;
  return a == 0 ? INT32_MAX : result;
}

/// 1 / (1 + a) in Q0 for a in [0, 1) in Q0: three Newton steps.
static inline int32_t reciprocal_of_one_plus(int32_t a) {
  const int64_t sum = (int64_t)a + INT32_MAX;
  const int32_t half_denominator = (int32_t)((sum + (sum >= 0 ? 1 : -1)) / 2);
  // 48/17 and −32/17 with two bits before the point.
  int32_t x = wrapping_add(1515870810, high_multiply(half_denominator, -1010580540));
  for (int i = 0; i < 3; i++) {
    const int32_t product = high_multiply(half_denominator, x);
    const int32_t error = wrapping_sub(INT32_C(1) << 29, product);
    x = wrapping_add(x, saturating_shift_left(high_multiply(x, error), 2));
  }
  return saturating_shift_left(x, 1);
}

/// The mantissa of 1 / x for x > 0 with `integer_bits` bits before the point; `over` is set to the
/// number of bits by which x exceeds 1.
static inline int32_t reciprocal(int32_t x, int32_t integer_bits, int32_t *over) {
  const int32_t leading = x == 0 ? 32 : __builtin_clz((uint32_t)x);
  *over = integer_bits - leading;
  const uint32_t normalized = leading < 32 ? (uint32_t)x << leading : 0;
  return reciprocal_of_one_plus((int32_t)(normalized - (UINT32_C(1) << 31)));
}
