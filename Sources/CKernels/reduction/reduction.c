// SPDX-License-Identifier: Apache-2.0
#include "../include/reduction.h"

#include "arithmetic/loops.h"

#define REDUCTION_PARAMETERS \
  (void *accumulator, ptrdiff_t step, const void *x, size_t rows, size_t count, size_t stride)
#define REDUCTION_ARGUMENTS (accumulator, step, x, rows, count, stride)
#define DEFINE_KERNEL(name) \
  LINNET_PLAIN_KERNEL(void, name, REDUCTION_PARAMETERS, REDUCTION_ARGUMENTS)

/// Defines a reduction kernel: `state` elements take in each `value` of type `in` by `update`.
#define DEFINE_REDUCTION(name, in, state_type, update) \
  DEFINE_KERNEL(name) REDUCTION_BODY(in, state_type, update)
#define REDUCTION_BODY(in, state_type, update)         \
  {                                                    \
    state_type *states = accumulator;                  \
    for (size_t row = 0; row < rows; row++) {          \
      const in *values = (const in *)x + row * stride; \
      if (step != 0) {                                 \
        LINNET_ELEMENTWISE                             \
        for (size_t i = 0; i < count; i++) {           \
          const state_type state = states[i];          \
          const in value = values[i];                  \
          states[i] = update;                          \
        }                                              \
      } else {                                         \
        state_type state = states[row];                \
        for (size_t i = 0; i < count; i++) {           \
          const in value = values[i];                  \
          state = update;                              \
        }                                              \
        states[row] = state;                           \
      }                                                \
    }                                                  \
  }

enum { LANES = 16 };

static inline float row_sum(const float *x, size_t count) {
  float lanes[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    for (int j = 0; j < LANES; j++) lanes[j] += x[i + j];
  }
  for (; i < count; i++) lanes[i % LANES] += x[i];
  float total = 0;
  for (int j = 0; j < LANES; j++) total += lanes[j];
  return total;
}

DEFINE_KERNEL(f32_sum) {
  const float *values = x;
  float *states = accumulator;
  if (step == 0) {
    for (size_t row = 0; row < rows; row++) states[row] += row_sum(values + row * stride, count);
    return;
  }
  // Two rows at a time, in order, save half of the accumulators' way to memory and back.
  size_t row = 0;
  for (; row + 2 <= rows; row += 2, values += 2 * stride) {
    LINNET_ELEMENTWISE
    for (size_t i = 0; i < count; i++) states[i] = states[i] + values[i] + values[i + stride];
  }
  for (size_t i = 0; row < rows && i < count; i++) states[i] += values[i];
}

/// Four rows of bytes into sums of 16 bits, and these into the accumulators; all wraps alike.
#define DEFINE_BYTE_SUM(name, in, wide)                                     \
  LINNET_INLINE void name##_by_rows REDUCTION_PARAMETERS REDUCTION_BODY(    \
      in, int32_t, WRAPPING(int32_t, uint32_t, +)) DEFINE_KERNEL(name) {    \
    int32_t *states = accumulator;                                          \
    const in *a = x;                                                        \
    size_t row = 0;                                                         \
    for (; step != 0 && row + 4 <= rows; row += 4, a += 4 * stride) {       \
      const in *b = a + stride, *c = b + stride, *d = c + stride;           \
      LINNET_ELEMENTWISE                                                    \
      for (size_t i = 0; i < count; i++) {                                  \
        const wide sum = (wide)((wide)(a[i] + b[i]) + (wide)(c[i] + d[i])); \
        states[i] = (int32_t)((uint32_t)states[i] + (uint32_t)sum);         \
      }                                                                     \
    }                                                                       \
    name##_by_rows(accumulator, step, a, rows - row, count, stride);        \
  }

#define WRAPPING(signed_type, unsigned_type, operator) \
  (signed_type)((unsigned_type)state operator(unsigned_type) value)
DEFINE_BYTE_SUM(s8_sum, int8_t, int16_t)
DEFINE_BYTE_SUM(u8_sum, uint8_t, uint16_t)
#define DEFINE_EXTREMES(prefix, type)                                              \
  DEFINE_REDUCTION(prefix##_reduce_max, type, type, value > state ? value : state) \
  DEFINE_REDUCTION(prefix##_reduce_min, type, type, value < state ? value : state)

/// Defines an extreme of floats; NaN where one is. A row that reduces to one element is taken in
/// LANES parts.
#define DEFINE_FLOAT_EXTREME(name, operator)                                                      \
  static inline float name##_of(float state, float value) {                                       \
    return value operator state || value != value ? value : state;                                \
  }                                                                                               \
  LINNET_INLINE void name##_by_elements REDUCTION_PARAMETERS REDUCTION_BODY(                      \
      float, float, name##_of(state, value)) DEFINE_KERNEL(name) {                                \
    float *states = accumulator;                                                                  \
    const size_t whole = step == 0 ? count / LANES * LANES : 0;                                   \
    for (size_t row = 0; whole > 0 && row < rows; row++) {                                        \
      const float *values = (const float *)x + row * stride;                                      \
      float lanes[LANES];                                                                         \
      for (int j = 0; j < LANES; j++) lanes[j] = values[j];                                       \
      for (size_t i = LANES; i < whole; i += LANES) {                                             \
        for (int j = 0; j < LANES; j++) lanes[j] = name##_of(lanes[j], values[i + j]);            \
      }                                                                                           \
      for (int j = 0; j < LANES; j++) states[row] = name##_of(states[row], lanes[j]);             \
    }                                                                                             \
    name##_by_elements(accumulator, step, (const float *)x + whole, rows, count - whole, stride); \
  }
DEFINE_FLOAT_EXTREME(f32_reduce_max, >)
DEFINE_FLOAT_EXTREME(f32_reduce_min, <)
DEFINE_EXTREMES(s8, int8_t)

LINNET_SMALL_CODE_BEGIN

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
DEFINE_REDUCTION(u8_product, uint8_t, uint8_t, WRAPPING(uint8_t, uint32_t, *))
DEFINE_REDUCTION(s16_product, int16_t, int16_t, WRAPPING(int16_t, uint32_t, *))
DEFINE_REDUCTION(bool_any, uint8_t, uint8_t, state | (value != 0))
DEFINE_REDUCTION(bool_all, uint8_t, uint8_t, state &(value != 0))

DEFINE_EXTREMES(u8, uint8_t)
DEFINE_EXTREMES(s16, int16_t)
DEFINE_EXTREMES(s32, int32_t)
DEFINE_EXTREMES(s64, int64_t)

void s64_divide_to_s32(const void *x, void *y, size_t count, const void *parameters) {
  const int64_t divisor = *(const int64_t *)parameters;
  for (size_t i = 0; i < count; i++)
    ((int32_t *)y)[i] = (int32_t)(((const int64_t *)x)[i] / divisor);
}

void s64_divide(const void *x, void *y, size_t count, const void *parameters) {
  const int64_t divisor = *(const int64_t *)parameters;
  for (size_t i = 0; i < count; i++) ((int64_t *)y)[i] = ((const int64_t *)x)[i] / divisor;
}

LINNET_SMALL_CODE_END
