// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "recurrent.h"
#include "scalar/fixed_point.h"

static inline int32_t saturated16(int64_t x) {
  return x > INT16_MAX ? INT16_MAX : x < INT16_MIN ? INT16_MIN : (int32_t)x;
}

/// x · multiplier, rounded twice.
static inline int32_t scaled(int32_t x, linnet_multiplier by) {
  return fixed_point_multiply(x, by.mantissa, by.shift < 0 ? (int32_t)-by.shift : 0,
                              by.shift > 0 ? by.shift : 0);
}
