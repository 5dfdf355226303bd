// SPDX-License-Identifier: Apache-2.0
#include "../include/elementwise.h"
#include "isa/targets.h"

LINNET_SMALL_CODE_BEGIN

/// How many of the boundaries are not above `value`.
LINNET_APART int32_t reached(double value, const linnet_boundaries *boundaries) {
  size_t low = 0, high = boundaries->count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (value < (double)boundaries->values[middle]) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return (int32_t)low;
}

#define DEFINE_BUCKETIZE(name, type, compared)                                         \
  void name(const void *x, void *y, size_t count, const void *parameters) {            \
    for (size_t i = 0; i < count; i++)                                                 \
      ((int32_t *)y)[i] = reached((double)(compared)((const type *)x)[i], parameters); \
  }
DEFINE_BUCKETIZE(f32_bucketize, float, float)
DEFINE_BUCKETIZE(f64_bucketize, double, double)
DEFINE_BUCKETIZE(s32_bucketize, int32_t, float)
DEFINE_BUCKETIZE(s64_bucketize, int64_t, float)

LINNET_SMALL_CODE_END
