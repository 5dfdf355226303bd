// SPDX-License-Identifier: Apache-2.0
#include "../include/reduction.h"
#include "arithmetic/fixed_point.h"

/// The reference's rescaling of 64-bit sums: a mantissa of 16 bits and one rounding.
static inline int32_t rescale_wide(int64_t x, int32_t mantissa, int32_t shift) {
  const int64_t reduced = mantissa < 0x7fff0000 ? (mantissa + (1 << 15)) >> 16 : 0x7fff;
  const int32_t right = clamp_int32(15 - shift, 1, 62);
  const uint64_t product = (uint64_t)x * (uint64_t)reduced + (UINT64_C(1) << (right - 1));
  return (int32_t)((int64_t)product >> right);
}

#define DEFINE_PRODUCT(name, type)                                                             \
  int32_t name(const type *x, const int32_t *places, size_t count,                             \
               const linnet_quantized_product *p) {                                            \
    if (count == 0) return 0;                                                                  \
    int32_t product = x[places[0]] - p->zero_point;                                            \
    for (size_t i = 1; i < count; i++) {                                                       \
      const int64_t next = (int64_t)product * (x[places[i]] - p->zero_point);                  \
      product = rescale_wide(next, p->mantissa, p->shift);                                     \
    }                                                                                          \
    product = rescale_wide(product, p->mantissa, p->shift);                                    \
    return clamp_int32((int32_t)((uint32_t)product + (uint32_t)p->y_offset), p->low, p->high); \
  }
DEFINE_PRODUCT(linnet_s8_product, int8_t)
DEFINE_PRODUCT(linnet_s16_product, int16_t)
