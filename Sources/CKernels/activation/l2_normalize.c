// SPDX-License-Identifier: Apache-2.0
#include "../include/elementwise.h"
#include "../include/softmax.h"
#include "arithmetic/fixed_point.h"
#include "isa/targets.h"

LINNET_SMALL_CODE_BEGIN

/// Defines the normalization of 8-bit rows: 1/√Σx² as a mantissa, times each element and 128.
#define DEFINE_L2_NORMALIZE(name, type, zero, least, largest)                     \
  void name(const void *x_bytes, void *y_bytes, size_t rows, size_t depth,        \
            const void *parameters) {                                             \
    const int32_t zero_point = *(const int32_t *)parameters;                      \
    for (size_t row = 0; row < rows; row++) {                                     \
      const type *x = (const type *)x_bytes + row * depth;                        \
      type *y = (type *)y_bytes + row * depth;                                    \
      uint32_t squares = 0;                                                       \
      for (size_t i = 0; i < depth; i++) {                                        \
        const int32_t value = x[i] - zero_point;                                  \
        squares += (uint32_t)(value * value);                                     \
      }                                                                           \
      int32_t mantissa, shift;                                                    \
      linnet_inverse_square_root((int32_t)squares, &mantissa, &shift);            \
      const rescaling scaling = make_rescaling(mantissa, shift SHIFT(zero));      \
      for (size_t i = 0; i < depth; i++) {                                        \
        const int32_t value = (x[i] - zero_point) * FACTOR(zero);                 \
        y[i] = (type)clamp_int32(zero + rescale(value, scaling), least, largest); \
      }                                                                           \
    }                                                                             \
  }
// The reference takes the factor 128 from the shift for int8, and multiplies by it for uint8.
#define SHIFT(zero) +(zero == 0 ? 7 : 0)
#define FACTOR(zero) (zero == 0 ? 1 : 128)
DEFINE_L2_NORMALIZE(s8_l2_normalize, int8_t, 0, INT8_MIN, INT8_MAX)
DEFINE_L2_NORMALIZE(u8_l2_normalize, uint8_t, 128, 0, UINT8_MAX)

LINNET_SMALL_CODE_END
