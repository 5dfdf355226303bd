// SPDX-License-Identifier: Apache-2.0
// Vectors of LANES floats, in the compiler's own vector types: one source for all instruction sets.
// LANES is defined before this is included, and the instruction set switched on.
#include <string.h>

#include "isa.h"
#if LINNET_ARM
#include <arm_neon.h>
#endif

typedef float vec __attribute__((ext_vector_type(LANES)));
typedef int vec_mask __attribute__((ext_vector_type(LANES)));

LINNET_INLINE vec vec_load(const float *x) {
  vec value;
  memcpy(&value, x, sizeof value);
  return value;
}

LINNET_INLINE void vec_store(float *x, vec value) { memcpy(x, &value, sizeof value); }

/// The first `count` < LANES of them; the others are 0.
LINNET_INLINE vec vec_load_part(const float *x, size_t count) {
  float part[LANES] = {0};
  for (size_t i = 0; i < count; i++) part[i] = x[i];
  return vec_load(part);
}

LINNET_INLINE void vec_store_part(float *x, vec value, size_t count) {
  for (size_t i = 0; i < LANES; i++) {
    if (i < count) x[i] = value[i];
  }
}

LINNET_INLINE vec vec_select(vec_mask mask, vec a, vec b) {
  vec_mask ai, bi;
  memcpy(&ai, &a, sizeof a);
  memcpy(&bi, &b, sizeof b);
  ai = (ai & mask) | (bi & ~mask);
  vec result;
  memcpy(&result, &ai, sizeof result);
  return result;
}

/// `value` brought between the bounds, a zero's sign aside; what is no number stays so.
LINNET_INLINE vec vec_clamp(vec value, vec low, vec high) {
#if LINNET_ARM
  return vminq_f32(vmaxq_f32(value, low), high);
#else
  value = vec_select(value < low, low, value);
  return vec_select(value > high, high, value);
#endif
}
