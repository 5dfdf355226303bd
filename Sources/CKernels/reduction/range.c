// SPDX-License-Identifier: Apache-2.0
#include <float.h>
#include <math.h>

#include "../include/reduction.h"
#include "isa/targets.h"

/// Whether a number is finite and none that masks put for infinity.
LINNET_INLINE bool is_finite(float x) { return x > -FLT_MAX && x < FLT_MAX; }

/// The range of those that are finite.
static linnet_finite_range range_of_finite(const float *values, size_t count) {
  linnet_finite_range range = {.low = INFINITY, .high = -INFINITY, .is_complete = false};
  for (size_t i = 0; i < count; i++) {
    if (!is_finite(values[i])) continue;
    range.low = values[i] < range.low ? values[i] : range.low;
    range.high = values[i] > range.high ? values[i] : range.high;
  }
  return range;
}

LINNET_PLAIN_KERNEL(linnet_finite_range, f32_finite_range, (const float *values, size_t count),
                    (values, count)) {
  enum { LANES = 32 };
  float low[LANES], high[LANES], poison[LANES];
  for (int j = 0; j < LANES; j++) {
    low[j] = INFINITY;
    high[j] = -INFINITY;
    poison[j] = 0;
  }
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    for (int j = 0; j < LANES; j++) {
      const float x = values[i + j];
      low[j] = x < low[j] ? x : low[j];
      high[j] = x > high[j] ? x : high[j];
      // 0 · x is NaN for an infinite or NaN x, and stays so in the sum.
      poison[j] += x * 0;
    }
  }
  for (int j = 0; i < count; i++, j++) {
    const float x = values[i];
    low[j] = x < low[j] ? x : low[j];
    high[j] = x > high[j] ? x : high[j];
    poison[j] += x * 0;
  }
  for (int j = 1; j < LANES; j++) {
    low[0] = low[j] < low[0] ? low[j] : low[0];
    high[0] = high[j] > high[0] ? high[j] : high[0];
    poison[0] += poison[j];
  }
  if (count > 0 && !(poison[0] == 0 && is_finite(low[0]) && is_finite(high[0]))) {
    return range_of_finite(values, count);
  }
  return (linnet_finite_range){.low = low[0], .high = high[0], .is_complete = true};
}
