// SPDX-License-Identifier: Apache-2.0
#include "../include/reduction.h"

#define DEFINE_CUMULATIVE(name, type, sum_type)                                           \
  void name(const void *x_bytes, void *y_bytes, size_t outer, size_t depth, size_t inner, \
            int exclusive, int reverse) {                                                 \
    for (size_t o = 0; o < outer; o++) {                                                  \
      const type *x = (const type *)x_bytes + o * depth * inner;                          \
      type *y = (type *)y_bytes + o * depth * inner;                                      \
      for (size_t i = 0; i < inner; i++) {                                                \
        sum_type sum = 0;                                                                 \
        for (size_t d = 0; d < depth; d++) {                                              \
          const size_t place = (reverse ? depth - 1 - d : d) * inner + i;                 \
          const sum_type before = sum;                                                    \
          sum = before + (sum_type)x[place];                                              \
          y[place] = (type)(exclusive ? before : sum);                                    \
        }                                                                                 \
      }                                                                                   \
    }                                                                                     \
  }
DEFINE_CUMULATIVE(f32_cumulative_sum, float, float)
DEFINE_CUMULATIVE(s32_cumulative_sum, int32_t, uint32_t)
DEFINE_CUMULATIVE(s64_cumulative_sum, int64_t, uint64_t)
