// SPDX-License-Identifier: Apache-2.0
// The logistic function in vectors of LANES floats, equal to the scalar one bit for bit. LANES is
// defined before this is included, and the instruction set switched on.
#include "vector/f32_vector.h"

LINNET_INLINE vec vec_logistic(vec x) {
  x = vec_clamp(x, (vec)(-87.0f), (vec)(87.0f));
  const vec shifted = __builtin_elementwise_fma(x, (vec)(-1.44269504f), (vec)(12582912.0f));
  const vec k = shifted - 12582912.0f;
  const vec r = __builtin_elementwise_fma(k, (vec)(-0.693147181f), -x);
  vec p = 8.31250008e-3f;
  p = __builtin_elementwise_fma(p, r, (vec)(4.18903306e-2f));
  p = __builtin_elementwise_fma(p, r, (vec)(1.66671157e-1f));
  p = __builtin_elementwise_fma(p, r, (vec)(4.99992311e-1f));
  p = __builtin_elementwise_fma(p, r, (vec)(1.0f));
  p = __builtin_elementwise_fma(p, r, (vec)(1.0f));
  vec_mask bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits << 23) + 0x3f800000;
  vec scale;
  memcpy(&scale, &bits, sizeof scale);
  return 1.0f / __builtin_elementwise_fma(p, scale, (vec)(1.0f));
}

LINNET_INLINE void f32_logistic(const float *x, float *y, size_t count) {
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) vec_store(y + i, vec_logistic(vec_load(x + i)));
  const vec rest = vec_logistic(vec_load_part(x + i, count - i));
  vec_store_part(y + i, rest, count - i);
}
