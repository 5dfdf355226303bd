// SPDX-License-Identifier: Apache-2.0
#include "../include/reduction.h"
#include "../isa/targets.h"

/// Defines a reduction kernel: `state` elements take in each `value` of type `in` by `update`.
#define DEFINE_REDUCTION(name, in, state_type, update)                                    \
  LINNET_CLONES void name(                                                                \
      void *accumulator, ptrdiff_t step, const void *x_bytes, size_t count) {             \
    const in *x = x_bytes;                                                                \
    state_type *states = accumulator;                                                     \
    if (step != 0) {                                                                      \
      for (size_t i = 0; i < count; i++) {                                                \
        const state_type state = states[i];                                               \
        const in value = x[i];                                                            \
        states[i] = update;                                                               \
      }                                                                                   \
    } else {                                                                              \
      state_type state = *states;                                                         \
      for (size_t i = 0; i < count; i++) {                                                \
        const in value = x[i];                                                            \
        state = update;                                                                   \
      }                                                                                   \
      *states = state;                                                                    \
    }                                                                                     \
  }

enum { LANES = 16 };

void f32_sum(void *accumulator, ptrdiff_t step, const void *x_bytes, size_t count) {
  const float *x = x_bytes;
  float *states = accumulator;
  if (step != 0) {
    for (size_t i = 0; i < count; i++) states[i] += x[i];
    return;
  }
  float lanes[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    for (int j = 0; j < LANES; j++) lanes[j] += x[i + j];
  }
  for (; i < count; i++) lanes[i % LANES] += x[i];
  float total = 0;
  for (int j = 0; j < LANES; j++) total += lanes[j];
  *states += total;
}

#define WRAPPING(signed_type, unsigned_type, operator) \
  (signed_type)((unsigned_type)state operator(unsigned_type) value)
DEFINE_REDUCTION(s8_sum, int8_t, int32_t, WRAPPING(int32_t, uint32_t, +))
DEFINE_REDUCTION(u8_sum, uint8_t, int32_t, WRAPPING(int32_t, uint32_t, +))
DEFINE_REDUCTION(s16_sum, int16_t, int32_t, WRAPPING(int32_t, uint32_t, +))
DEFINE_REDUCTION(s32_sum, int32_t, int32_t, WRAPPING(int32_t, uint32_t, +))
DEFINE_REDUCTION(s64_sum, int64_t, int64_t, WRAPPING(int64_t, uint64_t, +))
DEFINE_REDUCTION(s32_sum_wide, int32_t, int64_t, WRAPPING(int64_t, uint64_t, +))
DEFINE_REDUCTION(s8_sum_plain, int8_t, int8_t, WRAPPING(int8_t, uint32_t, +))
DEFINE_REDUCTION(u8_sum_plain, uint8_t, uint8_t, WRAPPING(uint8_t, uint32_t, +))
DEFINE_REDUCTION(s16_sum_plain, int16_t, int16_t, WRAPPING(int16_t, uint32_t, +))
DEFINE_REDUCTION(f32_product, float, float, state *value)
DEFINE_REDUCTION(s32_product, int32_t, int32_t, WRAPPING(int32_t, uint32_t, *))
DEFINE_REDUCTION(s64_product, int64_t, int64_t, WRAPPING(int64_t, uint64_t, *))
DEFINE_REDUCTION(bool_any, uint8_t, uint8_t, state | (value != 0))
DEFINE_REDUCTION(bool_all, uint8_t, uint8_t, state & (value != 0))

#define DEFINE_EXTREMES(prefix, type)                                                 \
  DEFINE_REDUCTION(prefix##_reduce_max, type, type, value > state ? value : state)    \
  DEFINE_REDUCTION(prefix##_reduce_min, type, type, value < state ? value : state)
DEFINE_EXTREMES(f32, float)
DEFINE_EXTREMES(s8, int8_t)
DEFINE_EXTREMES(u8, uint8_t)
DEFINE_EXTREMES(s16, int16_t)
DEFINE_EXTREMES(s32, int32_t)
DEFINE_EXTREMES(s64, int64_t)

void s64_divide_to_s32(const void *x, void *y, size_t count, const void *parameters) {
  const int64_t divisor = *(const int64_t *)parameters;
  for (size_t i = 0; i < count; i++) ((int32_t *)y)[i] = (int32_t)(((const int64_t *)x)[i] / divisor);
}

void s64_divide(const void *x, void *y, size_t count, const void *parameters) {
  const int64_t divisor = *(const int64_t *)parameters;
  for (size_t i = 0; i < count; i++) ((int64_t *)y)[i] = ((const int64_t *)x)[i] / divisor;
}
