// SPDX-License-Identifier: Apache-2.0
#include "../include/reduction.h"

// Places of extremes. The comparison is false for a NaN candidate; a NaN that leads is replaced by
// any number.

#define DEFINE_ARG(name, type, operator)                                                 \
  void name(const void *x_bytes, int64_t *y, size_t outer, size_t depth, size_t inner) { \
    for (size_t o = 0; o < outer; o++) {                                                 \
      const type *x = (const type *)x_bytes + o * depth * inner;                         \
      for (size_t i = 0; i < inner; i++) {                                               \
        type best = x[i];                                                                \
        size_t place = 0;                                                                \
        for (size_t d = 1; d < depth; d++) {                                             \
          const type value = x[d * inner + i];                                           \
          if (value operator best ||(best != best && value == value)) {                  \
            best = value;                                                                \
            place = d;                                                                   \
          }                                                                              \
        }                                                                                \
        y[o * inner + i] = (int64_t)place;                                               \
      }                                                                                  \
    }                                                                                    \
  }
#define DEFINE_ARGS(prefix, type)       \
  DEFINE_ARG(prefix##_arg_max, type, >) \
  DEFINE_ARG(prefix##_arg_min, type, <)
DEFINE_ARGS(f32, float)
DEFINE_ARGS(s8, int8_t)
DEFINE_ARGS(u8, uint8_t)
DEFINE_ARGS(s16, int16_t)
DEFINE_ARGS(s32, int32_t)
DEFINE_ARGS(s64, int64_t)

void s64_narrow(const void *x, void *y, size_t count, const void *parameters) {
  (void)parameters;
  for (size_t i = 0; i < count; i++) ((int32_t *)y)[i] = (int32_t)((const int64_t *)x)[i];
}

void s64_copy(const void *x, void *y, size_t count, const void *parameters) {
  (void)parameters;
  for (size_t i = 0; i < count; i++) ((int64_t *)y)[i] = ((const int64_t *)x)[i];
}
