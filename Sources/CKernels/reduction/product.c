// SPDX-License-Identifier: Apache-2.0
#include "../include/reduction.h"
#include "arithmetic/fixed_point.h"

/// The reference's rescaling of 64-bit products: a mantissa of 16 bits and one rounding.
static inline int64_t rescale_wide(int64_t x, int32_t mantissa, int32_t shift) {
  const int32_t reduced = mantissa < 0x7fff0000 ? (mantissa + (1 << 15)) >> 16 : 0x7fff;
  const int32_t right = clamp_int32(15 - shift, 1, 62);
  const uint64_t product = (uint64_t)x * (uint64_t)(int64_t)reduced + (UINT64_C(1) << (right - 1));
  return (int64_t)product >> right;
}

/// y₀ + x, rounded and clamped.
static int32_t result_of(double x, const linnet_quantized_product *p) {
  const double limit = 1 << 20;
  const double limited = x > limit ? limit : x > -limit ? x : x < 0 ? -limit : 0;
  return clamp_int32((int32_t)(limited + (limited < 0 ? -0.5 : 0.5)) + p->y_offset, p->low,
                     p->high);
}

// The reference's 32 bits do not hold every product on its way: such are taken in real numbers,
// where those beyond all numbers times 0 are 0.
#define DEFINE_PRODUCT(name, type)                                                            \
  static int32_t name##_of_reals(const type *x, const int32_t *places, size_t count,          \
                                 const linnet_quantized_product *p) {                         \
    double product = 1;                                                                       \
    for (size_t i = 0; i < count; i++) product *= p->factor * (x[places[i]] - p->zero_point); \
    return result_of(product, p);                                                             \
  }                                                                                           \
  int32_t name(const type *x, const int32_t *places, size_t count,                            \
               const linnet_quantized_product *p) {                                           \
    if (count == 0) return 0;                                                                 \
    int64_t product = x[places[0]] - p->zero_point;                                           \
    for (size_t i = 1; i < count; i++) {                                                      \
      product *= x[places[i]] - p->zero_point;                                                \
      product = rescale_wide(product, p->mantissa, p->shift);                                 \
      if (product != (int32_t)product) return name##_of_reals(x, places, count, p);           \
    }                                                                                         \
    product = rescale_wide(product, p->mantissa, p->shift);                                   \
    return result_of((double)product, p);                                                     \
  }
DEFINE_PRODUCT(linnet_s8_product, int8_t)
DEFINE_PRODUCT(linnet_s16_product, int16_t)
